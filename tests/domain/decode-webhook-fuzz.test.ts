import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeWebhook } from '../../server/webhooks/decode-webhook.ts'
import { SessionEvent } from '../../shared/session-status.ts'
import { credeblWebhook, guideWebhook, organizationId as ours, platformWebhook } from '../support/webhooks.ts'

const odd = fc.oneof(
  fc.anything(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '__proto__', 'constructor', '\u0000', '\ud800', null, -0, 1e308, [], {}, true),
)
// biome-ignore lint/suspicious/noControlCharactersInRegex: what must not get through
const control = /[\u0000-\u001f\u007f]/

/** Never throws; what it lets through is clean and from the allow-list. */
function check(text: string): void {
  const read = decodeWebhook(text, ours)
  if ('error' in read) {
    expect(read.error).toMatch(/^Invalid (JSON|payload)$/)
    return
  }
  const { webhookId, topic, organizationId, connectionId, invitationId, theirLabel, theirDid, events } = read.event
  for (const id of [webhookId, topic, organizationId, connectionId, invitationId, theirLabel, theirDid]) {
    if (id === null) continue
    expect(id).not.toMatch(control)
    expect(id.isWellFormed()).toBe(true)
    expect(id.length).toBeGreaterThan(0)
  }
  for (const event of events) expect(SessionEvent.options).toContain(event)
}

test('any text at all', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), check), { numRuns: 2000 })
})

test('any JSON at all', () => {
  fc.assert(fc.property(fc.json({ maxDepth: 8 }), check), { numRuns: 2000 })
})

test.each([
  [
    'guide',
    guideWebhook('connections.active', { connectionId: 'c', invitationId: 'i', theirLabel: 'l', theirDid: 'd' }),
  ],
  [
    'platform',
    platformWebhook('Connection', { state: 'completed', connectionId: 'c', outOfBandId: 'i', theirLabel: 'l' }),
  ],
  [
    'credebl',
    credeblWebhook('Verification', {
      state: 'done',
      connectionId: 'c',
      isVerified: true,
      reuseThreadId: 't',
      orgId: 'o',
    }),
  ],
])('a %s webhook with anything in any place', (_, webhook) => {
  const fields = fc.constantFrom(
    ...Object.keys(webhook),
    ...Object.keys(webhook.data).map((name) => `data.${name}`),
    'data._tags',
    'data.outOfBandRecord',
    'data.updatedAt',
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(fields, odd), { minLength: 1, maxLength: 4 }), (changes) => {
      const data: Record<string, unknown> = { ...webhook.data }
      const body: Record<string, unknown> = { ...webhook, data }
      for (const [path, value] of changes) {
        if (path.startsWith('data.')) data[path.slice('data.'.length)] = value
        else body[path] = value
      }
      const text = safeJson(body)
      if (text !== undefined) check(text)
    }),
    { numRuns: 3000 },
  )
})

/** Some of what fast-check makes (BigInt, cycles) is no JSON. */
function safeJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
