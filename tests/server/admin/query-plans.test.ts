import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { expect, test } from 'vitest'
import { createAnswerCounts } from '../../../server/admin/answer-counts.ts'
import { listSessions } from '../../../server/admin/list-sessions.ts'
import { listWebhooks } from '../../../server/admin/list-webhooks.ts'
import { stats } from '../../../server/admin/stats.ts'
import type { Tables } from '../../../server/db/entities/entities.ts'
import { openDatabase } from '../../../server/db/open-database.ts'
import { createPreparedDatabase } from '../../../server/db/sqlite/prepared-database.ts'
import { timeline } from '../../../server/qa/timeline.ts'
import { watchTimeline } from '../../../server/qa/watch-timeline.ts'
import { createLocalBus } from '../../../server/sessions/bus.ts'
import { freshSqlite } from '../../support/databases.ts'
import { createTestLog } from '../../support/log.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

/** What SQLite reads for the queries that `work` sends to this file, a line for each table or index. */
async function planOf(path: string, work: (ctx: Parameters<typeof stats>[0]) => Promise<unknown>): Promise<string[]> {
  const file = new Sqlite(path)
  const texts = new Set<string>()
  const query = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: createPreparedDatabase(file) }),
    log: ({ query: { sql } }) => void texts.add(sql),
  })
  const db = await openDatabase('sqlite::memory:', createTestLog().logger)
  const now = () => new Date()
  await work({ db: { ...db, query }, now, answerCounts: createAnswerCounts(db, now) })
  const plans = [...texts].map((text) => {
    const unknown = Array.from(text.matchAll(/\?/g), () => 1)
    return file.prepare<number[], { detail: string }>(`explain query plan ${text}`).all(...unknown)
  })
  file.close()
  await db.close()
  return plans.flat().map(({ detail }) => detail)
}

test('every read of the console and of a timeline is led by an index, the partial ones too', async () => {
  const databaseUrl = await freshSqlite()
  const path = databaseUrl.slice('sqlite:'.length)
  const server = await startTestServer({ databaseUrl })
  const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
  await sendWebhook(server, guideWebhook('connections.request', { invitationId, connectionId: 'c' }))

  const page = { limit: 50 }
  const coverage = async () => ({ stuck: [] })
  const plans = {
    'no filter': await planOf(path, (ctx) => listWebhooks(ctx, page)),
    outcome: await planOf(path, (ctx) => listWebhooks(ctx, { ...page, outcome: 'stale', topic: 'x' })),
    'dead letters': await planOf(path, (ctx) => listWebhooks(ctx, { ...page, deadLetter: true })),
    redelivered: await planOf(path, (ctx) => listWebhooks(ctx, { ...page, redelivered: true })),
    'rare topic': await planOf(path, (ctx) => listWebhooks(ctx, { ...page, topic: 'weather.changed' })),
    text: await planOf(path, (ctx) => listWebhooks(ctx, { ...page, text: sessionId })),
    sessions: await planOf(path, (ctx) => listSessions({ ...ctx, coverage }, { ...page, status: 'request' })),
    statistics: await planOf(path, stats),
    timeline: await planOf(path, (ctx) => timeline(ctx, { sessionId })),
    mark: await planOf(path, async ({ db }) => {
      const abort = new AbortController()
      for await (const _ of watchTimeline(
        { db, bus: createLocalBus(createTestLog().logger) },
        { sessionId },
        abort.signal,
      ))
        abort.abort()
    }),
  }
  for (const [name, plan] of Object.entries(plans)) {
    expect(
      plan.filter((line) => /^SCAN (WebhookEvent|ConnectionSession|SessionHistory)$/.test(line)),
      name,
    ).toEqual([])
  }
  const uses = (name: keyof typeof plans) =>
    plans[name].flatMap((line) => /INDEX ((?:WebhookEvent|ConnectionSession)_\w+)/.exec(line)?.[1] ?? [])
  const byTime = 'WebhookEvent_log'
  const ofKeys = ['waiting', 'ignored'].flatMap((kind) =>
    ['connectionId', 'invitationId'].map((key) => `WebhookEvent_${kind}_${key}`),
  )
  expect(uses('no filter')).toEqual([byTime])
  expect(plans['no filter'].join()).not.toContain('TEMP B-TREE')
  expect(new Set(uses('rare topic'))).toEqual(new Set([byTime]))
  expect(plans['rare topic'].filter((line) => line.includes(byTime)).join()).toContain('COVERING INDEX')
  expect(new Set(uses('outcome'))).toEqual(new Set(['WebhookEvent_outcome']))
  expect(new Set(uses('dead letters'))).toEqual(new Set(['WebhookEvent_outcome']))
  expect(uses('redelivered')).toEqual(['WebhookEvent_redelivered'])
  expect(uses('sessions')).toEqual(['ConnectionSession_status_expiresAt_index'])
  expect(uses('statistics')).toEqual(expect.arrayContaining(['WebhookEvent_failed', 'WebhookEvent_outcome', byTime]))
  for (const name of ['text', 'timeline', 'mark'] as const) {
    expect(uses(name)).toEqual(expect.arrayContaining(['WebhookEvent_session_index', ...ofKeys]))
  }
})
