import { describe, expect, it } from 'vitest'
import { elapsed } from '../../client/timeline/elapsed.ts'
import { stateChange, toTimelineItem } from '../../client/timeline/timeline-item.ts'
import type { TimelineEntry } from '../../shared/session-timeline.ts'

const start = { status: 'invitation', credential: 'idle', proof: 'idle' } as const
const entry: TimelineEntry = {
  id: 'v2',
  at: '2026-01-01T00:00:10.000Z',
  receivedAt: '2026-01-01T00:00:10.000Z',
  cause: 'webhook',
  webhookId: 'wh_1',
  topic: 'connections.request',
  outcome: 'applied',
  version: 2,
  before: start,
  after: { ...start, status: 'request' },
  error: null,
}
const hrefOf = (webhookId: string) => `/${webhookId}`

describe('a timeline', () => {
  it.each([
    [-5, '0 ms'],
    [85, '85 ms'],
    [1_250, '1.2 s'],
    [59_990, '59.9 s'],
    [250_000, '4 min 10 s'],
    [3_600_000, '1 h'],
    [180_000_000, '2 d 2 h'],
  ])('says %d ms as %s', (ms, words) => expect(elapsed(ms)).toBe(words))

  it('says what changed, region by region', () => {
    expect(stateChange(null, start)).toEqual(['connection: invitation'])
    expect(stateChange(start, { status: 'active', credential: 'idle', proof: 'request' })).toEqual([
      'connection: invitation → active',
      'proof: idle → request',
    ])
    expect(stateChange(start, start)).toEqual([])
  })

  it('says of an applied webhook what it did, and that it had waited where it had', () => {
    expect(toTimelineItem(entry, hrefOf)).toMatchObject({ title: 'connections.request', reason: null, href: '/wh_1' })
    const waited = toTimelineItem({ ...entry, receivedAt: '2026-01-01T00:00:00.000Z' }, hrefOf)
    expect(waited.reason).toBe('It waited 10 s for its session.')
  })

  it('says why another changed nothing', () => {
    const stale = toTimelineItem({ ...entry, outcome: 'stale', version: null }, hrefOf)
    expect(stale.after).toBeNull()
    expect(stale.reason).toContain('already at or past')
    expect(toTimelineItem({ ...entry, outcome: 'failed', error: 'broken' }, hrefOf).reason).toBe('broken')
  })

  it('says what no webhook caused', () => {
    const expired = toTimelineItem({ ...entry, cause: 'expiry', webhookId: null, topic: null }, hrefOf)
    expect(expired).toMatchObject({ title: 'Expired after inactivity', outcome: null, href: null })
  })
})
