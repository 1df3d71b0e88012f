import { expect, test } from 'vitest'
import { databases } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer } from '../../support/test-server.ts'
import { watchSession } from '../../support/watcher.ts'
import { guideWebhook, organizationId, sendWebhook } from '../../support/webhooks.ts'
import { platformVariables, seedWhere, startPair } from './platform-and-server.ts'
import { address, startStub } from './stub-platform.ts'

/** Of the first connection's webhooks only one arrives, the first that names the invitation. */
const nearlyAllLost = (arriving: number) =>
  seedWhere({ drop: 0.9 }, { connections: 1, count: 14 }, ([faults = []]) =>
    faults.every(({ drop }, index) => drop === (index !== arriving)),
  )

const dialects = [
  { dialect: 'guide', arriving: 0 },
  { dialect: 'platform', arriving: 3 },
] as const
const cases = databases.map((database, index) => ({ ...database, ...(dialects[index] ?? dialects[0]) }))

test.each(cases)('lost webhooks are made up for, on $name, with a platform that speaks $dialect', async (options) => {
  const { dialect, arriving, fresh } = options
  const { server, simulated, accept, answer } = await startPair({ databaseUrl: await fresh(), dialect })
  const second = await startTestServer({
    databaseUrl: server.databaseUrl.startsWith('sqlite:') ? await fresh() : server.databaseUrl,
    variables: platformVariables(simulated), // a second process on the same database, where there can be one
  })
  await simulated.organization('/chaos', nearlyAllLost(arriving), 'PUT')
  const session = await server.trpc.session.create.mutate({})
  const watcher = watchSession(server, session.sessionId)
  await watcher.until((views) => views.length === 1)
  const wallet = await accept(session)
  await answer(wallet, 'proofRequest')
  await answer(wallet, 'credentialOffer')
  const views = await watcher.until((all) => all.at(-1)?.credential === 'issued' && all.at(-1)?.proof === 'verified')
  expect(views.map(({ version }) => version)).toEqual(views.map((_, index) => index + 1))

  const operator = asOperator(server)
  const { entries } = await operator.qa.timeline.query({ sessionId: session.sessionId })
  const brought = entries.filter(({ cause }) => cause === 'reconciler')
  expect(brought.map(({ topic }) => topic)).toEqual(
    expect.arrayContaining(['connections.completed', 'proofs.presentation', 'proofs.verified', 'credentials.issued']),
  )
  const { items } = await operator.admin.webhooks.query({ limit: 50 })
  const marked = items.filter((item) => item.dialect === 'reconciler')
  expect(marked.map(({ webhookId }) => webhookId).sort()).toEqual(brought.map(({ webhookId }) => webhookId).sort())
  expect(marked.every(({ webhookId, outcome }) => /^reconciler_/.test(webhookId) && outcome === 'applied')).toBe(true)
  expect(items).toHaveLength(brought.length + 1)
  expect(await operator.admin.stats.query()).toMatchObject({ total: items.length, processed: items.length })
  expect(await operator.admin.replay.mutate({ webhookId: marked[0]?.webhookId ?? '' })).toMatchObject({
    changed: false,
  })
  await second.stop()
})

const record = (path: string) => /\/(connections|proofs|credentials)\/[^/]+$/.test(path)

test('a session whose connection is unknown is left alone, and one that the platform does not know stays as it is', async () => {
  let asked = () => {}
  const twice = new Promise<void>((resolve) => {
    let count = 0
    asked = () => {
      if (++count === 2) resolve()
    }
  })
  let invitations = 0
  const stub = await startStub({
    api: ({ path }) => {
      if (!record(path)) {
        const data = { connectionInvitation: address, recordId: `r-${++invitations}` }
        return Response.json({ data })
      }
      asked()
      return new Response('<html>Not found</html>', { status: 404 })
    },
  })
  const variables = { ...platformVariables(stub), CONFIRMD_AUTH_URL: `${stub.url}/token`, CONFIRMD_API_URL: stub.url }
  const server = await startTestServer({ variables: { ...variables, ORGANIZATION_ID: organizationId } })
  const [bound, unbound] = [await server.trpc.session.create.mutate({}), await server.trpc.session.create.mutate({})]
  const { invitationId } = bound
  await sendWebhook(server, guideWebhook('connections.request', { connectionId: 'c-1', invitationId }))
  await twice
  expect(new Set(stub.calls.map(({ path }) => path).filter(record))).toEqual(
    new Set([`/orgs/${organizationId}/connections/c-1`]),
  )
  expect(await server.trpc.session.get.query({ sessionId: bound.sessionId })).toMatchObject({
    status: 'request',
    version: 2,
  })
  expect(await server.trpc.session.get.query({ sessionId: unbound.sessionId })).toMatchObject({ version: 1 })
  await server.stop()
  await stub.close()
})
