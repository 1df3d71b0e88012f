import { describe, expect, it } from 'vitest'
import { eventsUrl, readPlace } from '../../client/admin/console-urls.ts'
import { newIn } from '../../client/admin/events/use-event-log.ts'
import { readFilter, readTokens, withToken, writeTokens } from '../../client/admin/filter/filter-text.ts'
import { readTime, writeTime } from '../../client/admin/filter/read-time.ts'
import { readSessionFilter } from '../../client/admin/sessions/session-filter.ts'

const now = new Date(2026, 10, 25, 15, 48, 1)
const local = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).toISOString()

describe('the words of the filter', () => {
  it.each([
    ['', {}],
    ['outcome:failed', { outcome: 'failed' }],
    ['outcome:failed,unmatched', { anyOutcome: ['failed', 'unmatched'] }],
    ['topic:proofs.* -topic:proofs.request', { topic: 'proofs.*', without: { topic: ['proofs.request'] } }],
    ['-outcome:applied -outcome:stale', { without: { outcome: ['applied', 'stale'] } }],
    ['error:"database or disk is full"', { error: 'database or disk is full' }],
    ['lag:>5s', { minLagSeconds: 5 }],
    ['lag:>1.5m', { minLagSeconds: 90 }],
    ['since:14:00', { from: local(25, 14) }],
    ['since:16:00 until:15:00', { from: local(24, 16), to: local(25, 15) }],
    ['since:1h', { from: local(25, 14, 48) }],
    ['since:today', { from: local(25, 0) }],
    ['since:2026-11-20', { from: local(20, 0) }],
    ['is:dead-letter is:redelivered', { deadLetter: true, redelivered: true }],
    ['key:none dialect:guide session:K7M-4XQ', { key: 'none', dialect: 'guide', session: 'K7M-4XQ' }],
    ['did:peer:2.abc', { text: 'did:peer:2.abc' }],
    ['organization:ö', { organizationId: 'ö' }],
  ])('%s', (text, filter) => {
    expect(readFilter(text, now)).toEqual({ filter, notUnderstood: [] })
    expect(writeTokens(readTokens(text))).toBe(text)
  })

  it('that mean nothing are told, and the rest holds', () => {
    const { filter, notUnderstood } = readFilter(
      'outcome:lost colour:red since:yesterday topic: lag:x id1 id2 outcome:stale',
      now,
    )
    expect(filter).toEqual({ text: 'id1', outcome: 'stale' })
    expect(notUnderstood.map(({ value }) => value)).toEqual(['lost', 'colour:red', 'yesterday', '', 'x', 'id2'])
  })

  it('are replaced and taken away one by one', () => {
    expect(withToken('outcome:failed since:1h', 'outcome', 'stale')).toBe('since:1h outcome:stale')
    expect(withToken('outcome:failed -topic:a since:1h', 'since', '')).toBe('outcome:failed -topic:a')
  })

  it('stand in the address, with what is open', () => {
    const [path, search] = eventsUrl('error:"a & b" topic:ö', 'wh_1').split('?')
    expect(path).toBe('/admin')
    expect(readPlace(search ?? '', 'event')).toEqual({ q: 'error:"a & b" topic:ö', open: 'wh_1' })
    expect(eventsUrl()).toBe('/admin')
  })
})

it('a time is written as it is read', () => {
  for (const at of [new Date(2026, 10, 25, 14), new Date(2026, 10, 24, 16, 30, 5), new Date(2026, 9, 1, 3)]) {
    expect(readTime(writeTime(at, now), now)).toEqual(at)
  }
  for (const text of ['', '25:00', '2026-13-01', 'now', '1y']) expect(readTime(text, now)).toBeNull()
})

it('the words of the sessions’ filter', () => {
  expect(readSessionFilter('outcome:registered K7M 4XQ is:open status:lost')).toEqual({
    input: { outcome: 'registered', text: 'K7M 4XQ', only: 'open' },
    notUnderstood: ['status:lost'],
  })
})

it('what came after the first row is counted, repeats too', () => {
  const row = (createdAt: string, repeats = 1, since = createdAt) => ({ createdAt, since, repeats })
  expect(newIn([row('5'), row('4', 3, '3'), row('2')], row('2'))).toBe(4)
  expect(newIn([row('5', 6, '1'), row('0')], row('3', 4, '1'))).toBe(2)
  expect(newIn([row('2')], row('2'))).toBe(0)
})
