import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { webhookOf } from './load-shape.ts'

/**
 * How long the disk below a directory takes for commits of so many rows of a webhook's size: SQLite as the server opens it
 * (WAL, each commit flushed), nothing else at work, and no checkpoint. In milliseconds.
 */
export function measureCommits(directory: string, rows: number, commits: number): number[] {
  const path = join(directory, `commits-${randomUUID()}.db`)
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('wal_autocheckpoint = 0')
  db.exec('create table bare (id integer primary key, webhookId text unique, payload text)')
  const insert = db.prepare('insert into bare (webhookId, payload) values (?, ?)')
  const payload = webhookOf(0, 'connections.active')
  const commit = db.transaction(() => {
    for (let row = 0; row < rows; row++) insert.run(randomUUID(), payload)
  })
  const tookMs: number[] = []
  for (let done = 0; done < commits; done++) {
    const startedMs = performance.now()
    commit()
    tookMs.push(performance.now() - startedMs)
  }
  db.close()
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
  return tookMs
}
