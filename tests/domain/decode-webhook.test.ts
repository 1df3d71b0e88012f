import { describe, expect, test } from 'vitest'
import { decodeWebhook } from '../../server/webhooks/decode-webhook.ts'
import { guideWebhook, platformWebhook } from '../support/webhooks.ts'

function read(body: object) {
  const result = decodeWebhook(JSON.stringify(body))
  if ('error' in result) throw new Error(JSON.stringify(result))
  return result.event
}

function issuesOf(body: unknown) {
  const result = decodeWebhook(JSON.stringify(body))
  return 'issues' in result ? result.issues.map(({ path }) => path) : []
}

describe('guide dialect', () => {
  test.each([
    ['connections.invitation', []],
    ['connections.request', ['connection.request']],
    ['connections.response', ['connection.response']],
    ['connections.active', ['connection.active']],
    ['connections.completed', ['connection.completed']],
    ['connections.error', ['connection.error']],
    ['connections.abandoned', ['connection.abandoned']],
    ['credentials.offer', ['credential.offer']],
    ['credentials.request', ['credential.request']],
    ['credentials.issued', ['credential.issued']],
    ['credentials.declined', ['credential.declined']],
    ['proofs.request', ['proof.request']],
    ['proofs.presentation', ['proof.presentation']],
    ['proofs.verified', ['proof.verified']],
    ['proofs.failed', ['proof.failed']],
    ['proofs.declined', ['proof.declined']],
  ])('%s', (topic, events) => {
    expect(read(guideWebhook(topic, {}))).toMatchObject({ dialect: 'guide', topic, events, known: true })
  })

  test.each([
    'credentials.idle',
    'proofs.idle',
    'proofs.nonsense',
    'basicmessages.received',
    'constructor',
    'toString.active',
    '__proto__',
    'connections.__proto__',
    'xstate.stop',
    'xstate.init',
    'connections.xstate.done',
    'session.expired',
    'connections.expired',
  ])('unknown topic %s is known to be unknown', (topic) => {
    expect(read({ ...guideWebhook(topic, {}), data: {} })).toMatchObject({ topic, events: [], known: false })
  })

  test('data.state says the status where it is one, else the topic does', () => {
    expect(read(guideWebhook('connections.request', { state: 'active' })).events).toEqual(['connection.active'])
    expect(read(guideWebhook('connections.request', { state: 'weird' })).events).toEqual(['connection.request'])
    expect(read(guideWebhook('connections.request', { state: 7 })).events).toEqual(['connection.request'])
    expect(read(guideWebhook('proofs.request', { state: 'active' })).events).toEqual(['proof.request'])
  })

  test('takes the ids and the peer; what is empty or null is absent', () => {
    const data = { connectionId: 'c', invitationId: '', theirDid: 'did:peer:2.Vz6Mk', theirLabel: null }
    expect(read(guideWebhook('connections.active', data))).toMatchObject({
      connectionId: 'c',
      invitationId: null,
      theirDid: 'did:peer:2.Vz6Mk',
      theirLabel: null,
    })
  })

  test('agentId and timestamp may be absent', () => {
    const { agentId: _, timestamp: __, ...rest } = guideWebhook('connections.active', {})
    expect(read(rest)).toMatchObject({ agentId: null, timestamp: null })
  })

  test.each([
    [{}, ['webhookId', 'topic', 'organizationId', 'data']],
    [{ ...guideWebhook('a', {}), webhookId: 7 }, ['webhookId']],
    [{ ...guideWebhook('a', {}), webhookId: '' }, ['webhookId']],
    [{ ...guideWebhook('a', {}), webhookId: 'x'.repeat(256) }, ['webhookId']],
    [{ ...guideWebhook('a', {}), webhookId: 'a\u0000b' }, ['webhookId']],
    [{ ...guideWebhook('a', {}), topic: 'a\nb' }, ['topic']],
    [{ ...guideWebhook('a', {}), data: null }, ['data']],
    [{ ...guideWebhook('a', {}), data: [] }, ['data']],
    [guideWebhook('a', { connectionId: 7 }), ['data.connectionId']],
    [guideWebhook('a', { connectionId: '\ud800' }), ['data.connectionId']],
  ])('what does not fit is named: %j', (body, paths) => {
    expect(issuesOf(body)).toEqual(paths)
  })
})

describe('platform dialect', () => {
  test.each([
    ['Connection', 'request-received', ['connection.request']],
    ['Connection', 'response-sent', ['connection.response']],
    ['Connection', 'completed', ['connection.completed']],
    ['Connection', 'abandoned', ['connection.abandoned']],
    ['Credential', 'offer-sent', ['credential.offer']],
    ['Credential', 'request-received', ['credential.request']],
    ['Credential', 'credential-issued', ['credential.issued']],
    ['Credential', 'done', ['credential.issued']],
    ['Credential', 'declined', ['credential.declined']],
    ['Credential', 'abandoned', ['credential.declined']],
    ['Proof', 'request-sent', ['proof.request']],
    ['ProofRequest', 'request-sent', ['proof.request']],
    ['Proof', 'presentation-received', ['proof.presentation']],
    ['Proof', 'done', ['proof.verified']],
    ['Proof', 'declined', ['proof.declined']],
    ['Proof', 'abandoned', ['proof.declined']],
  ])('%s %s', (type, state, events) => {
    expect(read(platformWebhook(type, { state }))).toMatchObject({ dialect: 'platform', events, known: true })
  })

  test('isVerified says whether a proof that is done was verified', () => {
    expect(read(platformWebhook('Proof', { state: 'done', isVerified: true })).events).toEqual(['proof.verified'])
    expect(read(platformWebhook('Proof', { state: 'done', isVerified: false })).events).toEqual(['proof.failed'])
    expect(read(platformWebhook('Proof', { state: 'presentation-received', isVerified: true })).events).toEqual([
      'proof.presentation',
      'proof.verified',
    ])
    expect(read(platformWebhook('Proof', { state: 'presentation-received', isVerified: false })).events).toEqual([
      'proof.presentation',
    ])
  })

  test.each([
    { role: 'verifier', state: 'request-sent' },
    { role: 'verifier', state: 'done' },
    { role: 'prover', state: 'abandoned' },
    { role: undefined, state: 'presentation-received' },
    { role: undefined, state: 'request-sent' },
    { role: undefined, state: 'done' },
  ])('a proof record typed Connection is a proof: %j', (record) => {
    const event = read(platformWebhook('Connection', { ...record, id: 'proof-1' }))
    expect(event.topic).toMatch(/^proofs\./)
    expect(event.connectionId).toBeNull()
  })

  test('a connection record may have no connectionId; a proof record never lends its own id', () => {
    expect(read(platformWebhook('Connection', { id: 'c-1', state: 'completed' })).connectionId).toBe('c-1')
    expect(
      read(platformWebhook('Connection', { id: 'c-1', state: 'completed', connectionId: 'c-2' })).connectionId,
    ).toBe('c-2')
    expect(read(platformWebhook('Proof', { id: 'p-1', state: 'done' })).connectionId).toBeNull()
  })

  test('the invitation is outOfBandId, in the record or in its tags', () => {
    const inTags = platformWebhook('Connection', { state: 'completed' })
    const body = { ...inTags, data: { ...inTags.data, _tags: { state: 'x', outOfBandId: 'oob-1' } } }
    expect(read(body).invitationId).toBe('oob-1')
    expect(read(platformWebhook('Connection', { state: 'completed', outOfBandId: 'oob-2' })).invitationId).toBe('oob-2')
    expect(read(platformWebhook('Connection', { state: 'completed' })).invitationId).toBeNull()
  })

  test('a redelivery has the key of its original, the next state has another', () => {
    const record = { id: 'r', state: 'request-received', updatedAt: '2026-01-01T00:00:00.000Z' }
    const key = (changes: object, type = 'Connection') =>
      read(platformWebhook(type, { ...record, ...changes })).webhookId
    expect(key({})).toBe(key({ threadId: 'another' }))
    expect(key({})).not.toBe(key({ state: 'response-sent' }))
    expect(key({})).not.toBe(key({ updatedAt: '2026-01-01T00:00:01.000Z' }))
    expect(key({})).not.toBe(key({ id: 's' }))
  })

  test('states and types that mean nothing here are known to be unknown', () => {
    expect(read(platformWebhook('Connection', { state: 'start' }))).toMatchObject({
      known: false,
      topic: 'connections.start',
    })
    expect(read(platformWebhook('BasicMessage', { state: 'received' }))).toMatchObject({
      known: false,
      topic: 'BasicMessage',
    })
    expect(read({ type: 'Test', orgId: 'o', data: {} })).toMatchObject({ known: false, topic: 'Test' })
    expect(read(platformWebhook('__proto__', { state: '__proto__' }))).toMatchObject({ known: false })
  })

  test.each([
    [{ type: 'Connection' }, ['orgId', 'data']],
    [{ type: 'Connection', orgId: 'o', data: {} }, ['data.id', 'data.state']],
    [{ type: 7, orgId: 'o', data: {} }, ['type']],
  ])('what does not fit is named: %j', (body, paths) => {
    expect(issuesOf(body)).toEqual(paths)
  })
})

test.each(['', 'null', '7', '"text"', '[]', '[{}]', '{', '{"a":1}x', 'undefined'])('%j is no JSON object', (body) => {
  expect(decodeWebhook(body)).toEqual({ error: 'Invalid JSON' })
})

test('a body nested a hundred thousand deep is answered, not crashed on', () => {
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
  expect(decodeWebhook(deep)).toHaveProperty('error')
  expect(decodeWebhook('['.repeat(100_000))).toEqual({ error: 'Invalid JSON' })
})

test('labels are put on one line and cut; ids are taken as they are or not at all', () => {
  const label = read(
    guideWebhook('connections.active', { theirLabel: ' a\r\nid: 9\u0000\u202eb<script>\ud800 ' }),
  ).theirLabel
  expect(label).toBe('a id: 9 b<script>\ufffd')
  expect(read(guideWebhook('connections.active', { theirLabel: 'x'.repeat(9999) })).theirLabel).toHaveLength(255)
})
