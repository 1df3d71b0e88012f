import { describe, expect, test } from 'vitest'
import { decodeWebhook } from '../../server/webhooks/decode-webhook.ts'
import { credeblWebhook, guideWebhook, organizationId, platformWebhook } from '../support/webhooks.ts'

const decode = (body: unknown) => decodeWebhook(JSON.stringify(body), 'ours')
const unfit = [42, true, [], ['x'], {}, { id: 'x' }, 'a\u0000b', 'x'.repeat(300)]
const unfitTexts = [42, true, [], {}]

/** What the webhook says where these are absent, and where they stand there and do not fit. */
function expectAbsent(webhookWith: (fields: object) => object, names: readonly string[], values: readonly unknown[]) {
  const without = decode(webhookWith({}))
  expect(without).toHaveProperty('event')
  for (const name of names) {
    for (const value of values) {
      const read = decode(webhookWith({ [name]: value }))
      expect(read, `${name}: ${JSON.stringify(value)}`).toHaveProperty('event')
      if (!('event' in read && 'event' in without)) continue
      const { payload: _, ...event } = read.event
      const { payload: __, ...expected } = without.event
      expect(event, `${name}: ${JSON.stringify(value)}`).toEqual(expected)
    }
  }
}

const ids = [
  'connectionId',
  'outOfBandId',
  'reuseThreadId',
  'outOfBandRecord',
  '_tags',
  'role',
  'isVerified',
  'updatedAt',
]

describe.each([
  ['Connection', 'completed'],
  ['Proof', 'done'],
  ['Credential', 'credential-issued'],
])('of a record of type %s, what decides nothing and does not fit counts as absent', (type, state) => {
  const record = { id: 'record-1', state, updatedAt: undefined, role: undefined, threadId: 't', createdAt: undefined }

  test('in the platform’s dialect', () => {
    const webhook = { type, orgId: organizationId, timestamp: undefined }
    expectAbsent((fields) => ({ ...webhook, data: { ...record, ...fields } }), ids, [[], {}])
    expectAbsent((fields) => ({ ...webhook, data: { ...record, ...fields } }), ['connectionId', 'outOfBandId'], unfit)
    expectAbsent((fields) => ({ ...webhook, data: { ...record, ...fields } }), ['theirLabel', 'theirDid'], unfitTexts)
    expectAbsent(
      (fields) => ({ ...webhook, data: { ...record, ...fields } }),
      ['isVerified'],
      ['true', 'yes', 1, 0, {}],
    )
    expectAbsent((fields) => ({ ...webhook, ...fields, data: record }), ['tenantId'], unfit)
    expectAbsent((fields) => ({ ...webhook, ...fields, data: record }), ['timestamp'], ['soon', {}, [], true, -1])
  })

  test('in CREDEBL’s', () => {
    const webhook = (fields: object) => ({ data: { ...record, type, ...fields } })
    expectAbsent(webhook, ['connectionId', 'outOfBandId', 'contextCorrelationId', 'orgId'], unfit)
    expectAbsent(webhook, ['theirLabel', 'theirDid', 'isVerified', '_tags', 'outOfBandRecord'], [[]])
    expectAbsent(webhook, ['theirLabel', 'theirDid'], unfitTexts)
  })
})

test('in the guide’s', () => {
  const webhook = { webhookId: 'wh_1', topic: 'connections.active', organizationId }
  const data = { state: 'active' }
  expectAbsent((fields) => ({ ...webhook, ...fields, data }), ['agentId'], unfit)
  expectAbsent((fields) => ({ ...webhook, ...fields, data }), ['timestamp'], ['soon', {}, [], true])
  const withData = (fields: object) => ({ ...webhook, data: { ...data, ...fields } })
  expectAbsent(withData, ['connectionId', 'invitationId', 'proofId', 'credentialId'], unfit)
  expectAbsent(withData, ['theirLabel', 'theirDid'], unfitTexts)
})

test('a proof that failed is not taken for one of which nothing is said, also where the no is a text', () => {
  const failed = decode(platformWebhook('Proof', { state: 'done', connectionId: 'c', isVerified: 'false' }))
  expect(failed).toMatchObject({ event: { topic: 'proofs.failed' } })
})

test('what decides is refused where it does not fit, in each dialect, and the path says where', () => {
  const pathsOf = (body: unknown) => {
    const read = decode(body)
    return 'issues' in read ? read.issues.map(({ path }) => path) : read
  }
  for (const value of [undefined, null, '', 42, {}, 'a\u0000b']) {
    expect(pathsOf(platformWebhook('Connection', { id: value, state: 'completed' }))).toEqual(['data.id'])
    expect(pathsOf(platformWebhook('Connection', { state: value }))).toEqual(['data.state'])
    expect(pathsOf(credeblWebhook('Verification', { id: value, state: 'done' }))).toEqual(['data.id'])
    expect(pathsOf(credeblWebhook('Verification', { state: value }))).toEqual(['data.state'])
    expect(pathsOf({ ...guideWebhook('connections.active', {}), webhookId: value })).toEqual(['webhookId'])
    expect(pathsOf({ ...guideWebhook('connections.active', {}), topic: value })).toEqual(['topic'])
  }
})

describe('what nothing here knows the kind of is kept as ignored, whatever its data is', () => {
  test.each([[{}], [[]], [[{ id: 1 }]], ['text'], [7], [null], [true], [{ id: 42, state: {}, updatedAt: [] }]])(
    '%j',
    (data) => {
      const webhooks = [
        { type: 'Oid4vpPresentation', orgId: organizationId, data },
        { webhookId: 'wh_1', topic: 'questions.answered', organizationId, data },
        ...(typeof data === 'object' && data !== null && !Array.isArray(data)
          ? [{ data: { ...data, type: 'question-answer' } }]
          : []),
      ]
      for (const webhook of webhooks) expect(decode(webhook)).toMatchObject({ event: { known: false, events: [] } })
    },
  )
})

test('times are kept in UTC, in whichever way they are written', () => {
  const at = { timestamp: '2026-11-25 12:00:00' }
  const said = { timestamp: '2026-11-25T12:00:00.000Z' }
  expect(decode({ ...guideWebhook('connections.active', {}), ...at })).toMatchObject({ event: said })
  expect(decode({ ...platformWebhook('Connection', { state: 'completed' }), ...at })).toMatchObject({ event: said })
  for (const timestamp of [1_795_608_000, 1_795_608_000_000, '1795608000'])
    expect(decode({ ...guideWebhook('connections.active', {}), timestamp })).toMatchObject({ event: said })
})
