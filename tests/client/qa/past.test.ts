import { describe, expect, test } from 'vitest'
import { firstDivergence, sayComparison } from '../../../client/qa/compare-paths.ts'
import { movesUntil, type PastEntry, stateAfter, staysOf, toPast } from '../../../client/qa/past.ts'
import { placeAt, toTimeScale } from '../../../client/qa/time-scale.ts'
import { initialState, type SessionState } from '../../../shared/advance.ts'

let made = 0
/** An entry so many seconds after the first; without `after` it moved nothing. */
function entry(seconds: number, before: SessionState | null, after: SessionState | null = null): PastEntry {
  const at = new Date(seconds * 1_000).toISOString()
  const version = after ? ++made : null
  return {
    id: `e${seconds}`,
    at,
    receivedAt: at,
    cause: 'webhook',
    topic: 'x',
    outcome: after ? 'applied' : 'stale',
    version,
    before,
    after: after ?? before,
    error: null,
  }
}
const request = { ...initialState, status: 'request' } as const
const active = { ...initialState, status: 'active' } as const
const asked = { ...active, proof: 'request' } as const
const start = entry(0, null, initialState)
const story = [
  start,
  entry(2, initialState, request),
  entry(3, request),
  entry(5, request, active),
  entry(6, active),
  entry(9, active, asked),
]

describe('the past', () => {
  const past = toPast(story)

  test('of any place is what had moved the session by then', () => {
    expect(story.map((_, index) => stateAfter(movesUntil(past, index))?.status)).toEqual([
      'invitation',
      'request',
      'request',
      'active',
      'active',
      'active',
    ])
    expect(movesUntil(past, 4)).toHaveLength(3)
    expect(past.indexOf('e5')).toBe(3)
    expect(past.indexOf('nonsense')).toBe(-1)
  })

  test('has a stay for each state of each region, and its length', () => {
    const stays = staysOf(past.moves.map(({ entry: moved }) => moved))
    expect(stays.get('connection')).toEqual([
      { stateId: 'connection.invitation', fromMs: 0, toMs: 2_000 },
      { stateId: 'connection.request', fromMs: 2_000, toMs: 5_000 },
      { stateId: 'connection.active', fromMs: 5_000, toMs: null },
    ])
    expect(stays.get('proof')?.map(({ stateId }) => stateId)).toEqual(['proof.idle', 'proof.request'])
  })
})

describe('two sessions', () => {
  const declined = { ...asked, proof: 'declined' } as const
  const verified = { ...asked, proof: 'verified' } as const

  test('part where the first of them takes another way', () => {
    const words = firstDivergence([...story, entry(10, asked, verified)], [...story, entry(12, asked, declined)])
    expect(words).toBe(
      'They part after proof request: A took proof.verified to verified, B took proof.declined to declined.',
    )
  })

  test('have not parted where one has only come farther', () => {
    expect(firstDivergence(story, [...story, entry(10, asked, verified)])).toBeNull()
    expect(sayComparison(story, [...story, entry(10, asked, verified)])).toMatch(/B has come farther/)
    expect(sayComparison(story, story)).toBe('Both took the same path.')
  })
})

describe('a time axis', () => {
  test('gives every moment a place, and every place its moment', () => {
    for (const scale of [toTimeScale(0, 9_000, 10_000, 500), toTimeScale(0, 9_000, 90_000_000, 500)]) {
      for (const ms of [0, 1, 4_500, 9_000, scale.endMs])
        expect(Math.abs(scale.msOf(scale.xOf(ms)) - ms)).toBeLessThan(2)
      expect(scale.xOf(scale.endMs)).toBeCloseTo(500)
      expect(scale.ticks.length).toBeLessThan(8)
    }
  })

  test('shortens what comes after the last entry, so that a story of seconds is not lost in a quiet day', () => {
    const scale = toTimeScale(0, 9_000, 86_400_000, 800)
    expect(scale.breakX).toBe(600)
    expect(scale.xOf(9_000)).toBe(600)
  })

  test('finds the last entry that is not later', () => {
    const times = [0, 10, 10, 20]
    expect([-5, 0, 9, 10, 15, 99].map((ms) => placeAt(times, ms))).toEqual([0, 0, 0, 2, 2, 3])
  })
})
