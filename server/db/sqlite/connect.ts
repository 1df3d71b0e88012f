import Sqlite from 'better-sqlite3'

/** At the start, when nobody waits for this process yet. Afterwards SQLite itself never waits, since everything would wait with it. */
const openingTimeoutMs = 500

/** Of the connection that writes: room for the upper levels of every index at a million events. */
export const writerCacheKibibytes = 64 * 1024
/** Of one that does so seldom, or only reads. Each commit of another empties it (in WAL mode a connection keeps no page across another's commit). */
export const smallCacheKibibytes = 8 * 1024
/** Fewer, larger checkpoints: each one flushes the whole file while webhooks wait. */
const checkpointPages = 8000

/** A connection on which each commit is on the disk before it is answered. */
export function connectSqlite(path: string, cacheKibibytes: number): Sqlite.Database {
  const db = new Sqlite(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL') // after WAL, which quietly lowers it to NORMAL: an answered webhook would not survive a power cut
  db.pragma(`busy_timeout = ${openingTimeoutMs}`)
  db.pragma('foreign_keys = on')
  db.pragma('secure_delete = on') // what is purged must not stay readable in the file
  db.pragma(`cache_size = -${cacheKibibytes}`)
  db.pragma(`wal_autocheckpoint = ${checkpointPages}`)
  return db
}
