import { setTimeout as delay } from 'node:timers/promises'
import type Sqlite from 'better-sqlite3'
import type { Erasure } from '../database.ts'
import type { Turns } from './in-turn.ts'

/** Rows to either side that are written anew too: more than a page holds, since it is pages that keep old copies. */
const margin = 200

/**
 * What `secure_delete` leaves readable: it overwrites the place a row is deleted from, but not the copies that stay behind
 * in the unused part of a page when a page is split. So a stretch of rows is taken out, which frees, and thereby
 * overwrites, its pages, and put back as it was.
 */
export function createSqliteErasure(db: Sqlite.Database, turns: Pick<Turns, 'alone'>): Erasure {
  return {
    historyKey: 'rowid',
    overwrite: (table, from, to) => rewriteRows(db, table, from - margin, to + margin),
    finish: (thoroughly) =>
      turns.alone(async () => {
        const isWhole = thoroughly === 'if-small' ? isSmall(db) : thoroughly
        if (isWhole) db.exec('vacuum')
        return (await emptyLog(db)) && (isWhole || thoroughly === false)
      }),
  }
}

/** A checkpoint under way may be waited for, a long read not. */
const attempts = 5
const pauseMs = 50

async function emptyLog(db: Sqlite.Database): Promise<boolean> {
  for (let left = attempts; left > 0; left--) {
    if (db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0) return true // 1: someone is reading it
    await delay(pauseMs)
  }
  return false
}

/** Nothing else is done meanwhile: about a second. */
const smallBytes = 64 * 1024 * 1024

function isSmall(db: Sqlite.Database): boolean {
  const [pages, size] = ['page_count', 'page_size'].map((name) => Number(db.pragma(name, { simple: true })))
  return (pages ?? 0) * (size ?? 0) <= smallBytes
}

function rewriteRows(db: Sqlite.Database, table: string, from: number, to: number): void {
  const names = db.prepare<[string], string>('select "name" from pragma_table_info(?)').pluck().all(table)
  const columns = [...(names.includes('id') ? [] : ['rowid']), ...names].map((name) => `"${name}"`)
  const rows = db
    .prepare<[number, number], (string | number | null)[]>(
      `select ${columns.join(', ')} from "${table}" where "rowid" between ? and ? order by "rowid"`,
    )
    .raw()
    .all(from, to)
  db.pragma('defer_foreign_keys = on') // of this transaction: what refers to these rows finds them again at its end
  db.prepare(`delete from "${table}" where "rowid" between ? and ?`).run(from, to)
  const insert = db.prepare(
    `insert into "${table}" (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  )
  for (const row of rows) insert.run(...row)
}
