import { expect, test } from 'vitest'
import { asOperator } from '../../support/operator.ts'
import { adminToken, webhookSecret } from '../../support/secrets.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

test('every request has an id: the sender’s where it is well-formed, else a new one, in the answer and in the log', async () => {
  const server = await startTestServer()
  const idOf = async (headers: Record<string, string>, path = '/healthz') => {
    const response = await fetch(`${server.url}${path}`, { headers })
    return response.headers.get('x-request-id')
  }
  expect(await idOf({ 'X-Request-Id': 'abc-123' })).toBe('abc-123')
  for (const bad of ['a b', 'x'.repeat(65), '<script>', ''])
    expect(await idOf({ 'X-Request-Id': bad })).toMatch(/^[0-9a-f-]{36}$/)
  await idOf({ 'X-Request-Id': 'with-query' }, '/api/connections/session?sessionId=secret-session')
  const refused = await sendWebhook(server, 'rubbish', { 'X-API-Key': webhookSecret, 'X-Request-Id': 'wh-req' })
  expect(refused.headers.get('x-request-id')).toBe('wh-req')
  const ids = server.log.lines().map(({ requestId }) => requestId)
  expect(ids).toEqual(expect.arrayContaining(['abc-123', 'with-query', 'wh-req']))
  expect(
    server.log
      .lines()
      .map(({ text }) => text)
      .join(),
  ).not.toContain('secret-session')
})

test('no secret, DID, label, payload or token is ever logged, at any level', async () => {
  const server = await startTestServer()
  const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
  const peer = { theirDid: 'did:example:logged', theirLabel: 'Logged Label', note: 'logged-payload' }
  await sendWebhook(server, guideWebhook('connections.active', { invitationId, connectionId: 'c', ...peer }, 'wh_1'))
  await sendWebhook(server, guideWebhook('connections.active', { connectionId: 'c', ...peer }), {
    'X-API-Key': 'wrong-logged-key',
  })
  await sendWebhook(server, `{"logged-payload": `)
  await server.trpc.session.get.query({ sessionId })
  await asOperator(server).admin.webhook.query({ webhookId: 'wh_1' })
  await asOperator(server).admin.replay.mutate({ webhookId: 'wh_1' })
  await asOperator(server, 'wrong-logged-token')
    .admin.stats.query()
    .catch(() => undefined)
  const text = server.log
    .lines()
    .map((line) => line.text)
    .join('\n')
  expect(text).toContain('webhook stored')
  for (const secret of [
    'did:example:logged',
    'Logged Label',
    'logged-payload',
    'wrong-logged',
    webhookSecret,
    adminToken,
  ]) {
    expect(text).not.toContain(secret)
  }
})
