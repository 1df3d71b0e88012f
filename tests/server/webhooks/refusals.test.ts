import { expect, test } from 'vitest'
import { asOperator } from '../../support/operator.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, organizationId, platformWebhook, sendSigned, sendWebhook } from '../../support/webhooks.ts'

const other = '00000000-0000-4000-8000-000000000000'

test('a refused webhook is explained to operators and in the log, without anything of its body', async () => {
  const variables = { ORGANIZATION_ID: organizationId, TRUST_PROXY: 'true', WEBHOOK_MAX_AGE_SECONDS: '300' }
  const server = await startTestServer({ variables })
  const key = { 'X-API-Key': 'webhook-secret-of-the-tests-0123456789abcdef' }
  const secret = { theirLabel: 'Secret Label', note: 'secret-payload' }
  const from = (last: number) => ({ 'X-Forwarded-For': `198.51.100.${last}` })
  const old = { ...guideWebhook('connections.active', secret), timestamp: '2020-01-01 00:00:00' }
  await sendWebhook(server, platformWebhook('Proof', { ...secret, state: undefined }), { ...key, ...from(1) })
  await sendWebhook(
    server,
    { ...guideWebhook('proofs.verified', secret), organizationId: other },
    { ...key, ...from(2) },
  )
  await sendWebhook(server, old, { ...key, ...from(3) })
  await sendWebhook(server, '{"note": "secret-payload"', { ...key, ...from(4) })
  await sendWebhook(server, { ...guideWebhook('a secret-payload <b>', {}), webhookId: 7 }, { ...key, ...from(5) })
  await sendWebhook(server, guideWebhook('connections.active', secret), { 'X-API-Key': 'secret-payload', ...from(6) })
  await sendWebhook(server, guideWebhook('connections.active', secret), from(7))
  await sendSigned(server, guideWebhook('connections.active', secret), { secret: 'secret-payload' }, from(8))
  await sendWebhook(server, `{"topic": "secret-payload", "x": "${'x'.repeat(2_100_000)}"}`, { ...key, ...from(9) })
  await sendWebhook(server, old, { ...key, ...from(3) })

  const refusals = await asOperator(server).admin.refusals.query()
  const nothing = { path: null, topic: null, organizationId: null, count: 1 }
  const expected = [
    {
      ...{ ipAddress: '198.51.100.1', answer: '400', topic: 'Proof', path: 'data.state', organizationId, count: 1 },
      reason: expect.stringMatching(/^Invalid payload: /),
    },
    {
      ...{ ipAddress: '198.51.100.2', answer: '403', reason: 'Invalid organization', path: null, count: 1 },
      ...{ topic: 'proofs.verified', organizationId: other },
    },
    { ...nothing, ipAddress: '198.51.100.4', answer: '400', reason: 'Invalid JSON' },
    {
      ...{ ipAddress: '198.51.100.5', answer: '400', path: 'webhookId', topic: null, organizationId, count: 1 },
      reason: expect.stringMatching(/^Invalid payload: /),
    },
    { ...nothing, ipAddress: '198.51.100.6', answer: '401', reason: 'wrong X-API-Key' },
    { ...nothing, ipAddress: '198.51.100.7', answer: '401', reason: 'neither X-API-Key nor X-Signature' },
    { ...nothing, ipAddress: '198.51.100.8', answer: '401', reason: 'wrong X-Signature or X-Timestamp' },
    { ...nothing, ipAddress: '198.51.100.9', answer: '413', reason: 'Payload too large' },
    {
      ...{ ipAddress: '198.51.100.3', answer: '400', reason: 'Webhook too old', path: 'timestamp', count: 2 },
      ...{ topic: 'connections.active', organizationId },
    },
  ]
  const told = { requestId: expect.any(String), at: expect.any(String) }
  expect(refusals).toEqual(expected.toReversed().map((refusal) => ({ ...refusal, ...told })))

  const lines = server.log.lines().filter(({ msg }) => msg === 'webhook refused')
  expect(lines).toHaveLength(expected.length)
  for (const { count: _, ...refusal } of expected) expect(lines).toContainEqual(expect.objectContaining(refusal))
  expect(JSON.stringify([refusals, lines])).not.toMatch(/secret-payload|Secret Label/)
})

test('the last hundred are kept, and a flood of one kind is one of them', async () => {
  const server = await startTestServer({ variables: { TRUST_PROXY: 'true' } })
  const from = (index: number) => ({ 'X-Forwarded-For': `10.0.0.${index}` })
  for (let index = 0; index < 110; index++) await sendWebhook(server, '{', from(index))
  for (let index = 0; index < 20; index++) await sendWebhook(server, '{', from(109))
  const refusals = await asOperator(server).admin.refusals.query()
  expect(refusals).toHaveLength(100)
  expect(refusals[0]).toMatchObject({ ipAddress: '10.0.0.109', count: 21 })
  expect(refusals.at(-1)).toMatchObject({ ipAddress: '10.0.0.10' })
})

test('only operators are told', async () => {
  const server = await startTestServer()
  await expect(asOperator(server, 'wrong').admin.refusals.query()).rejects.toThrow()
})
