import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemActor } from '../../../server/actor.ts'
import { purge } from '../../../server/admin/purge.ts'
import type { Database } from '../../../server/db/database.ts'
import { openDatabase } from '../../../server/db/open-database.ts'
import type { Transaction } from '../../../server/db/transaction.ts'
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
  const { query } = store
  const found = (mark: string) =>
    ['', '-wal'].flatMap((end) => readFileSync(path + end, 'latin1').match(new RegExp(`personal-${mark}`, 'g')) ?? [])
      .length
  const rows = () =>
    query.selectFrom('WebhookEvent').selectAll().where('createdAt', '>=', lately).orderBy('id').execute()
  const young = await rows()
  expect(found('OLD')).toBeGreaterThan(sessions * 8)

  const purged = await purge({ db: store, retentionDays: 90, now: () => now }, systemActor)
  expect(purged).toMatchObject({ payloads: sessions * 4, sessions, 'history labels': sessions * 4 })
  expect(found('OLD')).toBe(0)
  expect(found('YOUNG')).toBeGreaterThanOrEqual(sessions * 8)
  expect(await rows()).toEqual(young)
  expect((await sql`pragma integrity_check`.execute(query)).rows).toEqual([{ integrity_check: 'ok' }])
  const counted = query.selectFrom('ConnectionSession').select(({ fn }) => fn.countAll<number>().as('count'))
  expect(await counted.execute()).toEqual([{ count: 2 * sessions }])

  const later = new Date('2026-12-01T00:00:00Z')
  await purge({ db: store, retentionDays: 90, now: () => later }, systemActor)
  expect(found('YOUNG')).toBe(0)
  await store.close()
})

/** Sessions that advance in turn, a few at a time, their rows growing at each step, with payloads of every length. */
async function fill(db: Database, mark: string, at: Date): Promise<void> {
  const atOnce = 90
  for (let first = 0; first < sessions; first += atOnce) {
    await db.transaction(async (tx) => {
      const numbers: number[] = []
      for (let index = 0; index < atOnce; index++) numbers.push(await insertSession(tx, at))
      for (let version = 1; version <= 4; version++) {
        for (const number of numbers) await advance(tx, { number, version, mark, at })
      }
    })
  }
}

async function insertSession({ query }: Transaction, at: Date): Promise<number> {
  const { id } = await query
    .insertInto('ConnectionSession')
    .values({
      ...{ sessionId: crypto.randomUUID(), version: 1, status: 'completed', credential: 'idle', proof: 'idle' },
      ...{ requestType: 'registration', invitationId: crypto.randomUUID() },
      ...{ invitationUrl: 'https://platform.example', createdAt: at, updatedAt: at, expiresAt: at },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

interface Step {
  readonly number: number
  readonly version: number
  readonly mark: string
  readonly at: Date
}

async function advance({ query }: Transaction, { number, version, mark, at }: Step): Promise<void> {
  const personal = `personal-${mark}-${number}-`
  await query
    .updateTable('ConnectionSession')
    .set({ theirDid: personal.padEnd(40 * version, 'd'), theirLabel: personal.padEnd(20 * version, 'l') })
    .where('id', '=', number)
    .execute()
  const state = { status: 'active', credential: 'idle', proof: 'idle' }
  await query
    .insertInto('SessionHistory')
    .values({ session: number, version, cause: 'webhook', ...state, theirLabel: personal, expiresAt: at, at })
    .execute()
  const length = ((number * version * 37) % 900) + (number % 60 === 0 ? 9000 : 0) // also beyond a page
  await query
    .insertInto('WebhookEvent')
    .values({
      ...{ webhookId: `wh_${mark}_${number}_${version}`, dialect: 'guide', topic: 'connections.active' },
      ...{ organizationId: 'o', session: number, payload: personal.padEnd(length, 'p') },
      ...{ outcome: 'applied', processed: true, createdAt: at },
    })
    .execute()
}
