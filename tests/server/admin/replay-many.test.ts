import { describe, expect, test } from 'vitest'
import { changeDatabase } from '../../support/change-database.ts'
import { databases } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

describe.each(databases)('on $name', ({ fresh }) => {
  test('a replay is told before it is done, and told right; nothing of the telling stays', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    server.log.expectErrors()
    const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
    await changeDatabase(server.databaseUrl, [`update "ConnectionSession" set "proof" = 'upside-down'`])
    await send(server, 'connections.active', { invitationId, connectionId: 'c' }, 'fails')
    await send(server, 'proofs.request', { connectionId: 'c' }, 'waits')
    await changeDatabase(server.databaseUrl, [`update "ConnectionSession" set "proof" = 'idle'`])
    const { admin } = asOperator(server)
    const before = await admin.stats.query()
    const preview = await admin.replays.preview.query({ webhookIds: ['fails'] })
    expect(preview).toMatchObject({
      total: 1,
      tried: 1,
      outcomes: { applied: 1, failed: 0 },
      waiting: ['proofs.request'],
    })
    expect(preview.change).toMatchObject({
      before: { status: 'invitation', proof: 'idle' },
      after: { status: 'active', proof: 'request' },
      versions: [1, 3],
    })
    expect((await server.trpc.session.get.query({ sessionId })).version).toBe(1)
    expect((await admin.stats.query()).outcomes).toEqual(before.outcomes)
    await admin.replay.mutate({ webhookId: 'fails' })
    expect(await server.trpc.session.get.query({ sessionId })).toMatchObject({
      status: 'active',
      proof: 'request',
      version: 3,
    })
    expect(await admin.replays.preview.query({ webhookIds: ['fails'] })).toMatchObject({ change: null, waiting: [] })
  })

  test('many are replayed in the background, some in vain; it goes on after a restart, and each is recorded', async () => {
    const databaseUrl = await fresh()
    const server = await startTestServer({ databaseUrl })
    server.log.expectErrors()
    const ids = await failing(server, 60)
    await changeDatabase(databaseUrl, [
      `update "ConnectionSession" set "proof" = 'idle' where "id" % 10 <> 0`,
      `update "WebhookEvent" set "nextAttemptAt" = null, "payload" = case when "id" % 20 = 1 then '' else "payload" end`,
    ])
    const { admin } = asOperator(server)
    const filter = { outcome: 'failed' } as const
    expect(await admin.replays.preview.query({ filter })).toMatchObject({ total: 60, tried: 60 })
    const { id } = await admin.replays.start.mutate({ filter })
    await server.stop()

    const again = await startTestServer({ databaseUrl })
    const job = async () => (await asOperator(again).admin.replays.list.query()).find((job) => job.id === id)
    await expect.poll(async () => (await job())?.state, { timeout: 120_000 }).toBe('finished')
    const { applied = 0, failed = 0, purged = 0 } = (await job()) ?? {}
    expect([applied + failed + purged, failed > 0, purged]).toEqual([60, true, 3])
    expect(await asOperator(again).admin.stats.query()).toMatchObject({
      outcomes: { applied, failed: failed + purged },
    })
    const audit = (await asOperator(again).admin.audit.query({ limit: 200 })).items
    expect(audit.filter(({ action }) => action === 'replayed').length).toBeGreaterThanOrEqual(57)
    expect(audit.find(({ action }) => action === 'replay-started')).toMatchObject({ by: 'bearer token' })
    expect(ids).toHaveLength(60)
  })

  test('a replay that is cancelled stops, and one that is over cannot be', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    server.log.expectErrors()
    const webhookIds = await failing(server, 3)
    const { admin } = asOperator(server)
    const { id } = await admin.replays.start.mutate({ webhookIds })
    const cancelled = await admin.replays.cancel.mutate({ id }).then(
      () => true,
      () => false,
    )
    await expect
      .poll(async () => (await admin.replays.list.query())[0]?.state)
      .toBe(cancelled ? 'cancelled' : 'finished')
    await expect(admin.replays.cancel.mutate({ id })).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } })
  })
})

/** Events that failed, each of a session of its own. */
async function failing(server: TestServer, count: number): Promise<string[]> {
  const sessions = await Promise.all(Array.from({ length: count }, () => server.trpc.session.create.mutate({})))
  await changeDatabase(server.databaseUrl, [`update "ConnectionSession" set "proof" = 'upside-down'`])
  const ids = sessions.map((_, index) => `wh_${index}`)
  for (const [index, { invitationId }] of sessions.entries())
    await send(server, 'connections.active', { invitationId, connectionId: `c${index}` }, ids[index] ?? '')
  return ids
}

async function send(
  server: TestServer,
  topic: string,
  data: Record<string, unknown>,
  webhookId: string,
): Promise<void> {
  await sendWebhook(server, guideWebhook(topic, data, webhookId))
}
