import { statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import type { Transactions } from '../database.ts'
import type { Job } from '../job.ts'
import { createReadiness, type Readiness } from '../readiness.ts'
import { whileAvailable } from './sqlite-errors.ts'

/** A webhook with a photo, in the journal: with less, some are stored and others are not. */
const leastFreeBytes = 256 * 1024
const tables = ['ConnectionSession', 'SessionHistory', 'WebhookEvent', 'WebhookCount'] as const

/** Writes a page of its own, and nothing in it. */
export const probe: Job<undefined, void> = {
  name: 'probe',
  run: async ({ query }) => void (await sql`pragma user_version = 0`.execute(query)),
}

/** Whether the file at `path`, which `writer` has open, is still there, can be read from the disk, and has room to be written. */
export function createSqliteReadiness(
  path: string,
  writer: Sqlite.Database,
  perform: Transactions['perform'],
): Readiness {
  const opened = statSync(path, { bigint: true })
  return createReadiness(async () => {
    const { dev, ino } = statSync(path, { bigint: true })
    if (dev !== opened.dev || ino !== opened.ino) throw new Error('The database file has been replaced')
    await whileAvailable(writer, () => readAnew(path))
    await perform(probe, undefined)
    const { bsize, bfree, bavail } = await statfs(path)
    if (bsize * (process.getuid?.() === 0 ? bfree : bavail) < leastFreeBytes) throw new Error('The disk is full')
  })
}

/** A connection of its own: the others answer from memory what the disk no longer gives. */
function readAnew(path: string): void {
  const db = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 0 })
  try {
    for (const table of tables) db.prepare(`select * from "${table}" order by "rowid" desc limit 1`).all()
  } finally {
    db.close()
  }
}
