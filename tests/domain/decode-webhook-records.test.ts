import { describe, expect, test } from 'vitest'
import { decodeWebhook } from '../../server/webhooks/decode-webhook.ts'
import { credeblWebhook, platformWebhook } from '../support/webhooks.ts'

function read(body: object, ownOrganizationId?: string) {
  const result = decodeWebhook(JSON.stringify(body), ownOrganizationId)
  if ('error' in result) throw new Error(JSON.stringify(result))
  return result.event
}

function issuesOf(body: unknown) {
  const result = decodeWebhook(JSON.stringify(body))
  return 'issues' in result ? result.issues.map(({ path }) => path) : []
}

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
      'proof.failed',
    ])
    expect(read(platformWebhook('Proof', { state: 'abandoned', isVerified: false })).events).toEqual(['proof.failed'])
    expect(read(platformWebhook('Proof', { state: 'abandoned', errorMessage: 'e' })).events).toEqual(['proof.declined'])
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

  test('the record is named for proofs and credentials', () => {
    expect(read(platformWebhook('Proof', { id: 'p', state: 'done' })).recordId).toBe('p')
    expect(read(platformWebhook('Connection', { id: 'p', state: 'done', role: 'verifier' })).recordId).toBe('p')
    expect(read(platformWebhook('Credential', { id: 'k', state: 'done' })).recordId).toBe('k')
    expect(read(platformWebhook('Connection', { id: 'c', state: 'completed' })).recordId).toBeNull()
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
    expect(read({ type: 'Test', orgId: 'o', data: { id: 7, state: [], connectionId: {} } })).toMatchObject({
      known: false,
      connectionId: null,
    })
  })

  test.each([
    [{ type: 'Connection' }, ['orgId', 'data']],
    [{ type: 'Connection', orgId: 'o', data: {} }, ['data.id', 'data.state']],
    [{ type: 'Issuance', orgId: 'o', data: { id: 'k', state: 7 } }, ['data.state']],
    [{ type: 7, orgId: 'o', data: {} }, ['type']],
  ])('what does not fit is named: %j', (body, paths) => {
    expect(issuesOf(body)).toEqual(paths)
  })
})

describe('credebl dialect', () => {
  test.each([
    ['Connection', 'completed', 'connections.completed', ['connection.completed']],
    ['Verification', 'request-sent', 'proofs.request', ['proof.request']],
    ['Verification', 'abandoned', 'proofs.declined', ['proof.declined']],
    ['Issuance', 'offer-sent', 'credentials.offer', ['credential.offer']],
    ['Proof', 'done', 'proofs.verified', ['proof.verified']],
    ['Credential', 'done', 'credentials.issued', ['credential.issued']],
  ])('%s %s', (type, state, topic, events) => {
    expect(read(credeblWebhook(type, { state }))).toMatchObject({ dialect: 'credebl', topic, events, known: true })
  })

  test('without an organization it is the receiver’s; the tenant is the agent', () => {
    const webhook = credeblWebhook('Connection', { state: 'completed' })
    const { organizationId, agentId, timestamp } = read(webhook, 'ours')
    expect([organizationId, agentId, timestamp]).toEqual(['ours', webhook.data.contextCorrelationId, null])
    expect(read(credeblWebhook('Connection', { state: 'completed', orgId: 'o' }), 'ours').organizationId).toBe('o')
  })

  test('a connection is its own record; a proof names its connection, perhaps in its tags only', () => {
    const connection = { id: 'c', state: 'completed', outOfBandId: 'i' }
    expect(read(credeblWebhook('Connection', connection))).toMatchObject({ connectionId: 'c', invitationId: 'i' })
    const proof = { id: 'p', state: 'done', _tags: { connectionId: 'c' } }
    expect(read(credeblWebhook('Verification', proof))).toMatchObject({ connectionId: 'c', recordId: 'p' })
  })

  test.each(['question-answer', 'Oid4vpPresentation', 'BasicMessage', '__proto__'])(
    '%s is kept and ignored',
    (type) => {
      const event = read(credeblWebhook(type, { id: 'q', state: 'request-sent', connectionId: 'c', outOfBandId: 'i' }))
      expect(event).toMatchObject({ topic: type, known: false, events: [], connectionId: null, invitationId: null })
      expect(read({ data: { type, id: 7, state: {} } })).toMatchObject({ topic: type, known: false })
    },
  )

  test.each([
    [{ data: { type: 'Connection' } }, ['data.id', 'data.state']],
    [{ data: { type: 'Verification', id: 'p', state: null } }, ['data.state']],
    [{ data: { type: 7 } }, ['data.type']],
    [{ data: { type: 'x'.repeat(256) } }, ['data.type']],
    [{ data: { kind: 'Connection' } }, ['webhookId', 'topic', 'organizationId']],
  ])('what does not fit is named: %j', (body, paths) => {
    expect(issuesOf(body)).toEqual(paths)
  })
})

describe.each([
  ['platform', platformWebhook],
  ['credebl', credeblWebhook],
])('a record that came as %s', (dialect, webhook) => {
  const updatedAt = '2026-01-01T00:00:00.000Z'
  const key = (changes: object, type = 'Verification') =>
    read(webhook(type, { id: 'r', state: 'done', updatedAt, ...changes })).webhookId

  test('has the same key when it comes again', () => {
    expect(key({})).toBe(key({ threadId: 'another' }))
    expect(key({})).toMatch(new RegExp(`^${dialect}_[0-9a-f]{64}$`))
    const nameless = { data: { note: 'x', type: 'Odd' }, ...(dialect === 'platform' && { type: 'Odd', orgId: 'o' }) }
    expect(read(nameless).webhookId).toBe(read(nameless).webhookId)
    expect(read(nameless).webhookId).not.toBe(read({ ...nameless, more: 1 }).webhookId)
  })

  test.each([
    { id: 's' },
    { state: 'request-sent' },
    { updatedAt: '2026-01-01T00:00:01.000Z' },
    { outOfBandId: 'i' },
    { _tags: { outOfBandId: 'i' } },
    { connectionId: 'c' },
    { isVerified: true },
    { errorMessage: 'abandoned' },
  ])('has another key when it says %j', (more) => {
    expect(key(more)).not.toBe(key({}))
  })

  test('an invitation says the same in the record and in its tags', () => {
    expect(key({ outOfBandId: 'i' })).toBe(key({ _tags: { outOfBandId: 'i' } }))
  })

  test.each(['completed', 'abandoned', 'start'])('tells of a reused connection, though its state is %s', (state) => {
    const old = { id: 'c', state, outOfBandId: 'first' }
    const reuse = { ...old, reuseThreadId: 't', outOfBandRecord: { id: 'second' } }
    const topic = 'connections.completed'
    expect(read(webhook('Connection', reuse))).toMatchObject({
      ...{ reuse: true, invitationId: 'second', connectionId: 'c', recordId: null },
      ...{ topic, known: true, events: ['connection.completed'] },
    })
    expect(key(reuse, 'Connection')).not.toBe(key(old, 'Connection'))
    expect(key(reuse, 'Connection')).not.toBe(key({ ...reuse, outOfBandRecord: { id: 'third' } }, 'Connection'))
    for (const half of [{ reuseThreadId: 't' }, { outOfBandRecord: { id: 'second' } }])
      expect(read(webhook('Connection', { ...old, ...half }))).toMatchObject({ reuse: false, invitationId: 'first' })
  })
})

test('the same record has not the same key in two dialects', () => {
  const record = { id: 'r', state: 'done', updatedAt: 'u' }
  expect(read(platformWebhook('Proof', record)).webhookId).not.toBe(read(credeblWebhook('Proof', record)).webhookId)
})
