import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import type { Database } from '../../../server/db/database.ts'
import { openDatabase } from '../../../server/db/open-database.ts'
import { freshSqlite } from '../../support/databases.ts'
import { createTestLog } from '../../support/log.ts'
import { dieWriting, note } from './thread-jobs.ts'

const script = new URL('failing-thread.ts', import.meta.url)

const Progress = z.tuple([z.object({ checkpointed: z.number() })])

/** A database whose jobs are carried out by a thread of its own. */
async function openWithThread() {
  const url = await freshSqlite()
  const log = createTestLog()
  const db = await openDatabase(url, log.logger)
  onTestFinished(() => db.close())
  db.startWriter(script)
  await expect.poll(() => db.concurrency, { timeout: 30_000 }).toBe(2)
  return { db, log, path: url.slice('sqlite:'.length) }
}

async function countsOf({ query }: Database) {
  const rows = await query.selectFrom('WebhookCount').select(['name', 'count']).where('kind', '=', 'answer').execute()
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}

test('jobs are carried out by the thread, and other transactions between them, each in its turn', async () => {
  const { db } = await openWithThread()
  const order: string[] = []
  const answers = await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const byThread = index % 3 > 0
      const isOutside = byThread
        ? await db.perform(note, 'job')
        : await db.transaction(async (tx) => {
            await new Promise(setImmediate) // the thread would have time to get in between
            return note.run(tx, 'transaction')
          })
      order.push(byThread ? 'job' : 'transaction')
      return isOutside
    }),
  )
  expect(answers).toEqual(Array.from({ length: 60 }, (_, index) => index % 3 > 0))
  expect(order).toEqual(Array.from({ length: 60 }, (_, index) => (index % 3 > 0 ? 'job' : 'transaction')))
  expect(await countsOf(db)).toEqual({ job: 40, transaction: 20 })
})

test('while another program holds the file: unavailable, and as before once it does not', async () => {
  const { db, path } = await openWithThread()
  const other = new Sqlite(path)
  other.exec('begin immediate')
  await expect(db.perform(note, 'kept out')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE', name: 'AppError' })
  other.exec('commit')
  other.close()
  expect(await db.perform(note, 'let in')).toBe(true)
  expect(await countsOf(db)).toEqual({ 'let in': 1 })
})

test('a thread that dies while it writes: nothing of that is stored, nothing waits for it, and another one takes over', async () => {
  const { db, log } = await openWithThread()
  log.expectErrors()
  const asked = [db.perform(note, 'before'), db.perform(dieWriting, 'lost'), db.perform(note, 'behind')]
  const [before, ...lost] = await Promise.allSettled(asked)
  expect(before).toMatchObject({ value: true })
  for (const { status } of lost) expect(status).toBe('rejected')
  expect(await db.perform(note, 'meanwhile')).toBe(false) // by the main thread
  await expect.poll(() => db.concurrency, { timeout: 30_000 }).toBe(2)
  expect(await db.perform(note, 'after')).toBe(true)
  expect(await countsOf(db)).toEqual({ before: 1, meanwhile: 1, after: 1 })
})

test('what is written is moved out of the write-ahead log meanwhile, long before a commit has to', async () => {
  const { db, path } = await openWithThread()
  const large = 'x'.repeat(16_000) // some pages each
  await Promise.all(Array.from({ length: 400 }, (_, index) => db.perform(note, `${index} ${large}`)))
  const file = new Sqlite(path)
  const checkpointed = () => Progress.parse(file.pragma('wal_checkpoint(NOOP)'))[0].checkpointed
  await expect.poll(checkpointed, { timeout: 30_000 }).toBeGreaterThan(1_000)
  file.close()
})

test('what has been asked before the database is closed is committed, and the write-ahead log is gone', async () => {
  const { db, path } = await openWithThread()
  const asked = Array.from({ length: 20 }, () => db.perform(note, 'in time'))
  const closed = db.close()
  expect(await Promise.all(asked)).toEqual(Array(20).fill(true))
  await closed
  expect(existsSync(`${path}-wal`)).toBe(false)
  const file = new Sqlite(path, { readonly: true })
  expect(file.prepare('select "count" from "WebhookCount" where "name" = ?').pluck().get('in time')).toBe(20)
  file.close()
})
