import { describe, expect, test } from 'vitest'
import { changeDatabase } from '../../support/change-database.ts'
import { databases } from '../../support/databases.ts'
import { countBothWays } from '../../support/full-count.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

describe.each(databases)('on $name', ({ fresh }) => {
  test('a failed event is tried again with growing delays, ends as a dead letter, and a replay mends it', async () => {
    let now = new Date('2026-01-01T00:00:00Z')
    const { server, broken, webhookId, sessionId } = await withFailedEvent(await fresh(), () => now)
    const { admin } = asOperator(server)
    for (const delaySeconds of [5, 30, 120, 600, 3600]) {
      const { items } = await admin.webhooks.query({ outcome: 'failed', limit: 10 })
      expect(items).toMatchObject([{ webhookId }])
      const due = Date.parse(items[0]?.nextAttemptAt ?? '')
      expect(due - now.getTime()).toBe(delaySeconds * 1000)
      expect((await admin.webhooks.query({ deadLetter: true, limit: 10 })).items).toEqual([])
      now = new Date(due)
      await until(async () => (await admin.webhook.query({ webhookId })).attempts === (items[0]?.attempts ?? 0) + 1)
    }
    expect((await admin.webhooks.query({ deadLetter: true, limit: 10 })).items).toMatchObject([
      { webhookId, outcome: 'failed', attempts: 5, nextAttemptAt: null, error: expect.any(String) },
    ])
    expect(await admin.stats.query()).toMatchObject({ deadLetters: 1, pending: 1 })

    await broken.mend()
    expect(await admin.replay.mutate({ webhookId })).toMatchObject({
      before: 'failed',
      outcome: 'applied',
      changed: true,
    })
    expect(await server.trpc.session.get.query({ sessionId })).toMatchObject({ status: 'active', version: 2 })
    expect(await admin.stats.query()).toMatchObject({ deadLetters: 0, pending: 0, outcomes: { applied: 1, failed: 0 } })
    const { running, full } = await countBothWays(server.databaseUrl)
    expect(running).toEqual(full)
  })

  test('a failed event is mended by the next retry once its reason is gone', async () => {
    let now = new Date('2026-01-01T00:00:00Z')
    const { server, broken, webhookId, sessionId } = await withFailedEvent(await fresh(), () => now)
    await broken.mend()
    now = new Date('2026-01-01T00:00:06Z')
    await until(async () => (await server.trpc.session.get.query({ sessionId })).status === 'active')
    expect(await asOperator(server).admin.webhook.query({ webhookId })).toMatchObject({
      outcome: 'applied',
      nextAttemptAt: null,
      replays: [{ by: 'server', detail: 'failed → applied' }],
    })
  })

  test('a replay is safe to repeat and is recorded; a redelivery stays a duplicate', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const { admin } = asOperator(server)
    const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
    const webhook = guideWebhook('connections.active', { invitationId, connectionId: 'c', theirDid: 'did:x' }, 'wh_1')
    await sendWebhook(server, webhook)
    const before = await server.trpc.session.get.query({ sessionId })
    for (let time = 0; time < 3; time++) {
      expect(await admin.replay.mutate({ webhookId: 'wh_1' })).toMatchObject({ outcome: 'applied', changed: false })
    }
    expect(await server.trpc.session.get.query({ sessionId })).toEqual(before)
    expect((await sendWebhook(server, webhook)).body.duplicate).toBe(true)
    expect((await admin.audit.query({ limit: 10 })).items).toMatchObject(
      Array.from({ length: 3 }, () => ({
        action: 'replayed',
        subject: 'wh_1',
        by: 'bearer token',
        address: '127.0.0.1',
      })),
    )
    expect(await admin.webhook.query({ webhookId: 'wh_1' })).toMatchObject({
      payload: JSON.stringify(webhook),
      matchedBy: 'invitation',
      sessionId,
      transitions: [{ version: 2, before: { status: 'invitation' }, after: { status: 'active' } }],
      replays: [{ detail: 'applied → applied' }, {}, {}],
    })
    expect((await admin.audit.query({ limit: 1 })).items).toMatchObject([{ action: 'payload-viewed', subject: 'wh_1' }])
  })

  test('an ignored event is applied by a replay once its topic is known', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
    await sendWebhook(server, guideWebhook('connections.active', { invitationId, connectionId: 'c' }, 'wh_1'))
    await changeDatabase(server.databaseUrl, [
      `update "WebhookEvent" set "outcome" = 'ignored', "session" = null where "webhookId" = 'wh_1'`,
      `update "ConnectionSession" set "status" = 'invitation', "connectionId" = null`,
    ])
    expect(await asOperator(server).admin.replay.mutate({ webhookId: 'wh_1' })).toMatchObject({
      before: 'ignored',
      outcome: 'applied',
    })
    expect((await server.trpc.session.get.query({ sessionId })).status).toBe('active')
  })

  test('an unmatched event stays so while nothing is there for it; an unknown one is not found', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const { admin } = asOperator(server)
    await sendWebhook(server, guideWebhook('connections.active', { connectionId: 'c', invitationId: 'late' }, 'wh_1'))
    expect(await admin.replay.mutate({ webhookId: 'wh_1' })).toMatchObject({ outcome: 'unmatched', changed: false })
    expect(await admin.stats.query()).toMatchObject({ pending: 1, outcomes: { unmatched: 1 } })
    await expect(admin.replay.mutate({ webhookId: 'nope' })).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } })
    await expect(admin.webhook.query({ webhookId: 'nope' })).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } })
  })
})

/** An event that failed since its session's row has a state that the machine does not know. */
async function withFailedEvent(
  databaseUrl: string,
  now: () => Date,
): Promise<{
  server: TestServer
  broken: { mend(): Promise<void> }
  webhookId: string
  sessionId: string
}> {
  const server = await startTestServer({ databaseUrl, now, variables: { SESSION_TTL_SECONDS: '86400' } })
  server.log.expectErrors()
  const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
  const setProof = (proof: string) =>
    changeDatabase(databaseUrl, [`update "ConnectionSession" set "proof" = '${proof}'`])
  await setProof('upside-down')
  const webhook = guideWebhook('connections.active', { invitationId, connectionId: 'c' })
  expect((await sendWebhook(server, webhook)).status).toBe(200)
  return { server, broken: { mend: () => setProof('idle') }, webhookId: webhook.webhookId, sessionId }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve))
}
