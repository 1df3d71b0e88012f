import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CredentialStatus, ProofStatus, SessionEvent, SessionStatus } from '../../shared/session-status.ts'
import { countWebhooks, mergeEntries, packEntries, type StoryEntry, unpackEntries } from '../../shared/session-story.ts'
import { Outcome } from '../../shared/webhook-event.ts'

const state = fc.record({
  status: fc.constantFrom(...SessionStatus.options),
  credential: fc.constantFrom(...CredentialStatus.options),
  proof: fc.constantFrom(...ProofStatus.options),
})
const moment = fc.integer({ min: 0, max: 4_000_000_000_000 })
const noop = fc
  .record({ webhook: fc.integer({ min: 1, max: 1e9 }) })
  .map(({ webhook }) => ({ id: `w${webhook}`, version: null, webhook }))
const version = fc
  .record({ version: fc.integer({ min: 1, max: 1e6 }), webhook: fc.option(fc.integer({ min: 1, max: 1e9 })) })
  .map((made) => ({ id: `v${made.version}`, ...made }))
const entry = fc
  .tuple(
    fc.oneof(noop, version),
    moment,
    fc.option(fc.integer({ min: 0, max: 1e9 })),
    fc.record({
      cause: fc.string({ minLength: 1, maxLength: 16 }),
      topic: fc.option(fc.string({ maxLength: 255, unit: 'grapheme' })),
      outcome: fc.constantFrom(...Outcome.options),
      before: fc.option(state),
      after: fc.option(state),
      error: fc.option(fc.string()),
    }),
    fc.option(fc.array(fc.constantFrom(...SessionEvent.options), { maxLength: 3 })),
  )
  .map(
    ([ids, atMs, waited, rest, events]): StoryEntry => ({
      ...ids,
      ...rest,
      at: new Date(atMs).toISOString(),
      receivedAt: waited === null ? null : new Date(atMs - waited).toISOString(),
      ...(events && { events }),
    }),
  )

test('entries are unpacked as they were packed, whatever is in them', () => {
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      expect(unpackEntries(JSON.parse(JSON.stringify(packEntries(entries))))).toEqual(entries)
    }),
  )
})

test('ten thousand entries take less than half a megabyte, uncompressed', () => {
  const sixth = { status: 'active', credential: 'idle', proof: 'idle' } as const
  const entries = Array.from({ length: 10_000 }, (_, index): StoryEntry => {
    const at = new Date(1_760_000_000_000 + index * 1_234).toISOString()
    const told = {
      cause: 'webhook',
      topic: 'connections.request',
      outcome: 'stale',
      error: null,
      events: ['connection.request'],
    } as const
    return {
      ...told,
      id: `w${7 * index}`,
      version: null,
      webhook: 7 * index,
      at,
      receivedAt: at,
      before: sixth,
      after: sixth,
    }
  })
  expect(JSON.stringify(packEntries(entries)).length).toBeLessThan(500_000)
})

describe('what is new', () => {
  const at = (second: number) => new Date(second * 1_000).toISOString()
  const made = (id: string, second: number, webhook: number | null = null): StoryEntry => ({
    ...{
      id,
      at: at(second),
      receivedAt: null,
      cause: 'webhook',
      topic: 'x',
      outcome: 'stale',
      before: null,
      after: null,
      error: null,
    },
    version: id.startsWith('v') ? Number(id.slice(1)) : null,
    webhook,
  })
  const known = [made('v1', 1), made('w5', 2, 5), made('w6', 3, 6)]
  const ids = (entries: readonly StoryEntry[]) => entries.map(({ id }) => id)

  test('is added at the end, and what was there stays the same objects', () => {
    const merged = mergeEntries(known, [made('v2', 4, 7)])
    expect(ids(merged)).toEqual(['v1', 'w5', 'w6', 'v2'])
    expect(merged[1]).toBe(known[1])
    expect(mergeEntries(known, [])).toBe(known)
  })

  test('replaces a webhook that has come to move the session, or has another outcome', () => {
    expect(ids(mergeEntries(known, [made('v2', 4, 5)]))).toEqual(['v1', 'w6', 'v2'])
    const again = mergeEntries(known, [{ ...made('w5', 9, 5), outcome: 'failed' }])
    expect(ids(again)).toEqual(['v1', 'w6', 'w5'])
  })

  test('stands where it took effect', () => {
    expect(ids(mergeEntries(known, [made('w9', 2.5, 9)]))).toEqual(['v1', 'w5', 'w9', 'w6'])
    expect(countWebhooks(mergeEntries(known, [made('v2', 4, 5)]))).toBe(2)
  })
})
