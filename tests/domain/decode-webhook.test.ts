import { describe, expect, test } from 'vitest'
import { decodeStoredWebhook, decodeWebhook } from '../../server/webhooks/decode-webhook.ts'
import { guideWebhook } from '../support/webhooks.ts'

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

  test('names the record that a proof or a credential is about, where it does', () => {
    const data = { id: 'anything', proofId: 'p', credentialId: 'k' }
    expect(read(guideWebhook('proofs.verified', data)).recordId).toBe('p')
    expect(read(guideWebhook('credentials.issued', data)).recordId).toBe('k')
    expect(read(guideWebhook('connections.active', data)).recordId).toBeNull()
    expect(read(guideWebhook('proofs.verified', { id: 'anything', proofId: 7 })).recordId).toBeNull()
  })

  test('what the reconciler stored under its own ids is read again', () => {
    const stored = JSON.stringify(guideWebhook('proofs.verified', {}, 'reconciler_1'))
    expect(decodeStoredWebhook(stored)).toMatchObject({ event: { webhookId: 'reconciler_1' } })
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
    [{ ...guideWebhook('connections.active', {}), data: null }, ['data']],
    [{ ...guideWebhook('proofs.done', {}), data: [] }, ['data']],
    [{ ...guideWebhook('a', {}), data: undefined }, ['data']],
    [guideWebhook('a', {}, 'platform_1'), ['webhookId']],
    [guideWebhook('a', {}, 'credebl_'), ['webhookId']],
    [guideWebhook('a', {}, `reconciler_${'0'.repeat(64)}`), ['webhookId']],
  ])('what does not fit is named: %j', (body, paths) => {
    expect(issuesOf(body)).toEqual(paths)
  })
})

test.each(['', 'null', '7', '"text"', '[]', '[{}]', '{', '{"a":1}x', 'undefined'])('%j is no JSON object', (body) => {
  expect(decodeWebhook(body)).toEqual({ error: 'Invalid JSON' })
})

test('a body is nested 32 deep at most; however deep it is, it is answered', () => {
  const nested = (deep: number, open: string, close: string) =>
    JSON.stringify({ ...guideWebhook('a', {}), rest: 0 }).replace(
      '"rest":0',
      `"text":"}]\\"[{","rest":${open.repeat(deep - 1)}0${close.repeat(deep - 1)}`,
    )
  for (const [open, close] of [
    ['{"a":', '}'],
    ['[', ']'],
  ] as const) {
    expect(decodeWebhook(nested(32, open, close))).toHaveProperty('event')
    expect(decodeWebhook(nested(33, open, close))).toEqual({ error: 'Invalid payload' })
    expect(decodeWebhook(nested(300_000, open, close))).toEqual({ error: 'Invalid payload' })
  }
  expect(decodeWebhook('['.repeat(1_000_000))).toEqual({ error: 'Invalid JSON' })
})

test('labels are put on one line and cut; ids are taken as they are or not at all', () => {
  const label = read(
    guideWebhook('connections.active', { theirLabel: ' a\r\nid: 9\u0000\u202eb<script>\ud800 ' }),
  ).theirLabel
  expect(label).toBe('a id: 9 b<script>\ufffd')
  expect(read(guideWebhook('connections.active', { theirLabel: 'x'.repeat(9999) })).theirLabel).toHaveLength(255)
})
