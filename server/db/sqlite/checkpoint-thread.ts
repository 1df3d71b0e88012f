import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { connectSqlite, smallCacheKibibytes } from './connect.ts'

/** How often the log is looked at, which touches no disk. */
const lookEveryMs = 100
/** So many pages of it are moved at a time, or more: each time the disk is waited for twice. */
const pagesAtOnce = 1_000

const { path } = z.object({ path: z.string() }).parse(workerData)
const Progress = z.tuple([z.object({ log: z.number(), checkpointed: z.number() })])

const db = connectSqlite(path, smallCacheKibibytes)
db.pragma('busy_timeout = 0')
const timer = setInterval(checkpoint, lookEveryMs)

/** `PASSIVE` waits for nobody and lets everybody go on: https://sqlite.org/pragma.html#pragma_wal_checkpoint */
function checkpoint(): void {
  try {
    const [{ log, checkpointed }] = Progress.parse(db.pragma('wal_checkpoint(NOOP)'))
    if (log - checkpointed >= pagesAtOnce) db.pragma('wal_checkpoint(PASSIVE)')
  } catch {
    // another program holds the file, or the disk is full, which those who write tell; the next look finds as much
  }
}

parentPort?.once('message', () => {
  clearInterval(timer)
  db.close()
})
