import { expect, test } from 'vitest'
import { freshPostgres } from '../../support/databases.ts'
import { execute } from '../../support/execute.ts'
import { startTestServer } from '../../support/test-server.ts'
import { watchSession } from '../../support/watcher.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'
import { startSilentNetwork } from './silent-network.ts'
import { openShare } from './stores.ts'

/** Short, yet no busy machine is as slow: 3 s for a statement, 2 s more for its answer, 3 s for a connection. */
const variables = { DATABASE_STATEMENT_TIMEOUT_SECONDS: '3', DATABASE_CONNECT_TIMEOUT_SECONDS: '3' }
/** Several times what a webhook may take by these. */
const answeredWithinMs = 40_000

async function start() {
  const databaseUrl = await freshPostgres()
  const network = await startSilentNetwork(databaseUrl)
  const behind = await startTestServer({ databaseUrl: network.url, variables })
  const direct = await startTestServer({ databaseUrl, variables })
  const { sessionId, invitationId } = await direct.trpc.session.create.mutate({})
  const watcher = watchSession(behind, sessionId)
  await watcher.until((views) => views.length === 1)
  const webhook = (topic: string) => guideWebhook(topic, { connectionId: sessionId, invitationId })
  return { databaseUrl, network, behind, direct, watcher, webhook, sessionId, invitationId }
}

test('nothing arrives from PostgreSQL and nobody is told: 503 in time, other processes go on, and everything does afterwards', async () => {
  const { databaseUrl, network, behind, direct, watcher, webhook } = await start()
  await Promise.all(Array.from({ length: 10 }, () => sendWebhook(behind, guideWebhook('a', {})))) // opens connections
  network.silence('all')
  const refused = webhook('connections.response')
  const timed = async (sent: object) => {
    const sentAt = performance.now()
    const { status } = await sendWebhook(behind, sent)
    expect(performance.now() - sentAt).toBeLessThan(answeredWithinMs)
    return status
  }
  const first = [timed(refused), timed(guideWebhook('a', {}))]
  expect((await fetch(`${behind.url}/readyz`)).status).toBe(503)
  first.push(timed(guideWebhook('a', {}))) // comes while the first are waited for
  expect(await Promise.all(first)).toEqual([503, 503, 503])
  expect((await sendWebhook(behind, '', { 'X-API-Key': 'wrong' })).status).toBe(401)
  expect((await sendWebhook(direct, webhook('connections.request'))).status).toBe(200)

  network.resume()
  await expect.poll(() => timed(refused), { timeout: answeredWithinMs }).toBe(200)
  expect((await fetch(`${behind.url}/readyz`)).status).toBe(200)
  await sendWebhook(direct, webhook('connections.completed'))
  const views = await watcher.until((seen) => seen.at(-1)?.status === 'completed')
  expect(views.map(({ version }) => version)).toEqual(views.map((_, index) => index + 1))
  const { store } = await openShare(databaseUrl)
  const stored = await execute(store, 'select "outcome" from "WebhookEvent" where "webhookId" = ?', [refused.webhookId])
  expect(stored).toHaveLength(1)
})

test('a process falls silent with a session locked: PostgreSQL lets the session go, and what it had begun is not stored', async () => {
  const { network, direct, behind, webhook, sessionId, invitationId } = await start()
  const { store } = await openShare(network.url, { poolSize: 2, statementTimeoutMs: 3000, connectTimeoutMs: 3000 })
  let retried: Promise<{ status: number }> | undefined
  const begun = store.transaction(async (rows) => {
    const sessions = await rows.sessionsByKeys({ connectionIds: [], invitationIds: [invitationId] })
    expect(sessions).toHaveLength(1)
    network.silence('all')
    retried = sendWebhook(direct, webhook('connections.request'))
    await rows.updateSessions(
      sessions.map((session) => ({ ...session, connectionId: sessionId, version: 99, versionBefore: session.version })),
    )
  })
  await expect(begun).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
  expect([200, 503]).toContain((await retried)?.status) // 503 where PostgreSQL gave both up at the same moment
  await expect
    .poll(async () => (await sendWebhook(direct, webhook('connections.active'))).status, { timeout: answeredWithinMs })
    .toBe(200)
  network.resume()
  await expect.poll(async () => (await fetch(`${behind.url}/readyz`)).status, { timeout: answeredWithinMs }).toBe(200)
  expect((await direct.trpc.session.get.query({ sessionId })).version).toBeLessThan(4)
})

test('only the listening connection falls silent: watchers are told by the poll, and the process listens anew', async () => {
  const { network, direct, watcher, webhook } = await start()
  expect(network.listeners()).toBe(1)
  network.silence('listeners')
  await sendWebhook(direct, webhook('connections.request'))
  await watcher.until((views) => views.at(-1)?.version === 2)
  await expect.poll(() => network.listeners(), { timeout: 3 * answeredWithinMs }).toBe(2)
  await sendWebhook(direct, webhook('connections.completed'))
  await watcher.until((views) => views.at(-1)?.version === 3)
  expect(network.listeners()).toBe(2)
})
