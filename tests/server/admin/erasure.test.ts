import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemActor } from '../../../server/actor.ts'
import { purge } from '../../../server/admin/purge.ts'
import type { Database } from '../../../server/db/database.ts'
import { openDatabase } from '../../../server/db/open-database.ts'
import type { Execute } from '../../../server/db/statement.ts'
import { freshDirectory } from '../../support/databases.ts'
import { createTestLog } from '../../support/log.ts'

const sessions = 900
const long = new Date('2026-01-01T00:00:00Z')
const lately = new Date('2026-05-30T00:00:00Z')
const now = new Date('2026-06-01T00:00:00Z')

test('nothing that is purged is left in the file and its log while the server runs, also where pages were split', async () => {
  const path = join(await freshDirectory(), 'test.db')
  const store = await openDatabase(`sqlite:${path}`, createTestLog().logger)
  await fill(store, 'OLD', long)
  await fill(store, 'YOUNG', lately)
  const { read } = store
  const found = (mark: string) =>
    ['', '-wal'].flatMap((end) => readFileSync(path + end, 'latin1').match(new RegExp(`personal-${mark}`, 'g')) ?? [])
      .length
  const rows = () => read('select * from "WebhookEvent" where "createdAt" >= ? order by "id"', [lately])
  const young = await rows()
  expect(found('OLD')).toBeGreaterThan(sessions * 8)

  const purged = await purge({ db: store, retentionDays: 90, now: () => now }, systemActor)
  expect(purged).toMatchObject({ payloads: sessions * 4, sessions, 'history labels': sessions * 4 })
  expect(found('OLD')).toBe(0)
  expect(found('YOUNG')).toBeGreaterThanOrEqual(sessions * 8)
  expect(await rows()).toEqual(young)
  expect(await read('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  expect(await read('select count(*) as "count" from "ConnectionSession"')).toEqual([{ count: 2 * sessions }])

  const later = new Date('2026-12-01T00:00:00Z')
  await purge({ db: store, retentionDays: 90, now: () => later }, systemActor)
  expect(found('YOUNG')).toBe(0)
  await store.close()
})

/** Sessions that advance in turn, a few at a time, their rows growing at each step, with payloads of every length. */
async function fill(db: Database, mark: string, at: Date): Promise<void> {
  const atOnce = 90
  for (let first = 0; first < sessions; first += atOnce) {
    await db.transaction(async ({ execute }) => {
      const numbers: number[] = []
      for (let index = 0; index < atOnce; index++) numbers.push(await insertSession(execute, at))
      for (let version = 1; version <= 4; version++) {
        for (const number of numbers) await advance(execute, { number, version, mark, at })
      }
    })
  }
}

async function insertSession(execute: Execute, at: Date): Promise<number> {
  const [row] = await execute(
    `insert into "ConnectionSession" ("sessionId", "version", "status", "credential", "proof", "requestType",
       "invitationId", "invitationUrl", "createdAt", "updatedAt", "expiresAt")
     values (?, 1, 'completed', 'idle', 'idle', 'registration', ?, 'https://platform.example', ?, ?, ?) returning "id"`,
    [crypto.randomUUID(), crypto.randomUUID(), at, at, at],
  )
  return Number(row?.id)
}

interface Step {
  readonly number: number
  readonly version: number
  readonly mark: string
  readonly at: Date
}

async function advance(execute: Execute, { number, version, mark, at }: Step): Promise<void> {
  const personal = `personal-${mark}-${number}-`
  await execute('update "ConnectionSession" set "theirDid" = ?, "theirLabel" = ? where "id" = ?', [
    personal.padEnd(40 * version, 'd'),
    personal.padEnd(20 * version, 'l'),
    number,
  ])
  await execute(
    `insert into "SessionHistory" ("session", "version", "cause", "status", "credential", "proof", "theirLabel", "expiresAt", "at")
     values (?, ?, 'webhook', 'active', 'idle', 'idle', ?, ?, ?)`,
    [number, version, personal, at, at],
  )
  const length = ((number * version * 37) % 900) + (number % 60 === 0 ? 9000 : 0) // also beyond a page
  await execute(
    `insert into "WebhookEvent" ("webhookId", "dialect", "topic", "organizationId", "session", "payload", "outcome", "processed", "createdAt")
     values (?, 'guide', 'connections.active', 'o', ?, ?, 'applied', true, ?)`,
    [`wh_${mark}_${number}_${version}`, number, personal.padEnd(length, 'p'), at],
  )
}
