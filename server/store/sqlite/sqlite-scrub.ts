import { setImmediate as nextTurn } from 'node:timers/promises'
import type Database from 'better-sqlite3'

/** Rewriting takes a second for every 200 MB or so, and webhooks wait meanwhile: beyond this it is left to a quiet hour. */
const rewrittenAtMostBytes = 512 * 1024 * 1024

/**
 * Makes what was deleted unreadable in the file: rewrites it, since split pages keep old copies that no
 * `secure_delete` reaches, and empties the write-ahead log. Answers false, having only emptied the log, where the file is
 * too large for that and `patient` is not set.
 */
export async function scrub(db: Database.Database, patient: boolean): Promise<boolean> {
  await nextTurn() // a transaction ends within its turn, so that none is open now
  const bytes = Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
  const rewrites = patient || bytes <= rewrittenAtMostBytes
  if (rewrites) db.exec('vacuum')
  db.pragma('wal_checkpoint(TRUNCATE)')
  return rewrites
}
