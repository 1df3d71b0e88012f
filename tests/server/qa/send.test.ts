import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { asOperator } from '../../support/operator.ts'
import { startTestServer } from '../../support/test-server.ts'
import { startStub } from '../confirmd/stub-platform.ts'

const start = async (variables: Readonly<Record<string, string>> = {}) => {
  const server = await startTestServer({ variables })
  const { sessionId } = await server.trpc.session.create.mutate({})
  const qa = asOperator(server).qa
  return { server, sessionId, send: (event: string) => qa.send.mutate({ sessionId, event }) }
}

test('sends real webhooks that move the session, and answers what became of each', async () => {
  const { server, sessionId, send } = await start()
  for (const event of ['connections.request', 'connections.active', 'proofs.request', 'proofs.verified']) {
    expect(await send(event)).toMatchObject({ outcome: 'applied' })
  }
  expect(await send('connections.response')).toMatchObject({ outcome: 'stale' })
  expect(await server.trpc.session.get.query({ sessionId })).toMatchObject({ status: 'active', proof: 'verified' })
})

test('an event that waits is applied when the connection is there', async () => {
  const { server, sessionId, send } = await start()
  expect(await send('credentials.offer')).toMatchObject({ outcome: 'unmatched' })
  await send('connections.completed')
  expect(await server.trpc.session.get.query({ sessionId })).toMatchObject({ credential: 'offer' })
})

test('refuses what is no topic, and a session that nobody knows', async () => {
  const { server, send } = await start()
  for (const event of ['connections.nonsense', '', 'session.expired']) {
    await expect(send(event)).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } })
  }
  const unknown = asOperator(server).qa.send.mutate({ sessionId: randomUUID(), event: 'connections.request' })
  await expect(unknown).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } })
})

test('says so where the webhook route refuses', async () => {
  const { send } = await start({ WEBHOOK_RATE_LIMIT: '1' })
  await send('connections.request')
  await expect(send('connections.response')).rejects.toThrow('The server refused the event: 503 Rate limit exceeded')
})

test('sends nothing in production', async () => {
  const adminToken = 'admin-token-of-production-0123456789abcdef'
  const stub = await startStub()
  onTestFinished(stub.close)
  const server = await startTestServer({
    variables: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      ADMIN_TOKEN: adminToken,
      WEBHOOK_SECRET: 'webhook-secret-of-production-0123456789',
      CLIENT_ID: 'id',
      CLIENT_SECRET: 'secret',
      ORGANIZATION_ID: 'org-1',
      CREDENTIAL_DEFINITION_ID: 'registration-def',
      PROOF_CREDENTIAL_DEFINITION_ID: 'card-def',
      CONFIRMD_AUTH_URL: `${stub.url}/token`,
    },
  })
  const send = asOperator(server, adminToken).qa.send.mutate({ sessionId: randomUUID(), event: 'connections.request' })
  await expect(send).rejects.toMatchObject({ data: { code: 'FORBIDDEN' } })
})
