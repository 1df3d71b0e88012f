import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../server/db/open-database.ts'
import { stalledSessions } from '../../../server/db/stalled-sessions.ts'
import { createReconcile } from '../../../server/webhooks/reconcile.ts'
import { databases, freshSqlite } from '../../support/databases.ts'
import { createTestLog } from '../../support/log.ts'

const ttlMs = 900_000
const minuteMs = 60_000

/** A store with sessions, and rounds of questions about them at a time of the test's choosing. */
async function standing(databaseUrl: string, count: number, session: object = {}) {
  const { logger: log } = createTestLog()
  const store = await openDatabase(databaseUrl, log)
  onTestFinished(store.close)
  const startMs = Date.parse('2026-03-01T10:00:00Z')
  let nowMs = startMs
  const now = () => new Date(nowMs)
  await store.transaction(async (rows) => {
    for (let index = 0; index < count; index++) {
      await rows.insertSession({
        ...{ sessionId: randomUUID(), version: 2, status: 'request', credential: 'idle', proof: 'idle' },
        ...{ requestType: 'registration', invitationId: `i-${index}`, invitationUrl: 'https://x.example' },
        shortUrl: null,
        reference: null,
        organization: null,
        portal: null,
        notice: null,
        audience: 'own',
        ...{ connectionId: `c-${index}`, theirDid: null, theirLabel: null, ipAddress: null, userAgent: null },
        ...{ createdAt: now(), updatedAt: now(), expiresAt: new Date(startMs + ttlMs) },
        ...session,
      })
    }
  })
  const asked: string[] = []
  const ask = async (id: string) => {
    asked.push(id)
    return null
  }
  const reconcile = createReconcile({
    records: { connection: ask, proof: ask, credential: ask },
    inbox: { store: () => Promise.reject(new Error('there is nothing to store')) },
    ...{ db: store, organizationId: 'org-1', ttlMs, afterMs: minuteMs, log, now },
  })
  const round = async (afterMs: number) => {
    nowMs = startMs + afterMs
    asked.length = 0
    await reconcile(new AbortController().signal)
    return asked.length
  }
  return { round, asked, store }
}

describe.each(databases)('on $name', ({ fresh }) => {
  test('of sessions that stopped at one moment each is asked about once, a hundred a round', async () => {
    const { round } = await standing(await fresh(), 250)
    expect(await round(minuteMs - 1)).toBe(0)
    const counts = [await round(minuteMs), await round(minuteMs), await round(minuteMs), await round(minuteMs)]
    expect(counts).toEqual([100, 100, 50, 0])
  })

  test('a session is asked about again each time it has stood still twice as long', async () => {
    const { round } = await standing(await fresh(), 1)
    const askedAtMinutes = []
    for (let minutes = 0; minutes <= 14.5; minutes += 0.5)
      if (await round(minutes * minuteMs)) askedAtMinutes.push(minutes)
    expect(askedAtMinutes).toEqual([1, 2, 4, 8])
  })

  test.each([
    ['ended', { status: 'abandoned' }],
    ['bound to no connection', { connectionId: null }],
    ['completed, with nothing on the way', { status: 'completed' }],
    ['completed, verified and issued', { status: 'completed', proof: 'verified', credential: 'issued' }],
  ])('a session that is %s is not asked about', async (_what, session) => {
    const { round } = await standing(await fresh(), 1, session)
    expect(await round(2 * minuteMs)).toBe(0)
  })
})

test('rounds read through indexes, however many sessions have been completed', async () => {
  const { store } = await standing(await freshSqlite(), 0)
  const plan = await stalledSessions(store.query, new Date(1), new Date(2), 5).explain(undefined, sql`query plan`)
  const searches = plan.map((step) => String(step.detail)).filter((detail) => /SEARCH|SCAN/.test(detail))
  expect(searches).toEqual([
    expect.stringMatching(/^SEARCH .* ConnectionSession_status_expiresAt_index \(status=\? AND expiresAt>/),
    expect.stringMatching(/^SEARCH .* ConnectionSession_unsettled \(expiresAt>/),
  ])
})
