import { expect, test } from 'vitest'
import { initialLink, type LinkEvent, linkState, noticeFor, pollMs } from '../../client/live/link-state.ts'

const after = (...events: LinkEvent[]) => events.reduce(linkState, initialLink)
const live: LinkEvent = { type: 'live', isProved: false }
const proved: LinkEvent = { type: 'live', isProved: true }
const connecting = (at: number, failures = 0): LinkEvent => ({ type: 'connecting', at, failures })

test('nothing is shown while a stream opens, or while it is live', () => {
  expect(noticeFor(after(connecting(1_000)), 3_999)).toBe('none')
  expect(noticeFor(after(connecting(1_000), live), 60_000)).toBe('none')
})

test('"reconnecting" is shown after three seconds without a stream, counted from its loss', () => {
  const link = after(connecting(0), live, connecting(10_000, 1), connecting(12_000, 2))
  expect(noticeFor(link, 12_999)).toBe('none')
  expect(noticeFor(link, 13_000)).toBe('reconnecting')
})

test('it vanishes at the first success', () => {
  expect(noticeFor(after(connecting(0, 2), live), 60_000)).toBe('none')
})

test('after repeated failures the page says that it polls, until the stream is back', () => {
  const link = after(connecting(0, 1), connecting(1_000, 4), connecting(3_000, 5))
  expect(noticeFor(link, 3_000)).toBe('polling')
  expect(noticeFor(linkState(link, live), 3_000)).toBe('none')
})

test('the page asks until a stream has proved itself, and again where it falls silent', () => {
  expect(pollMs(initialLink)).toBeGreaterThan(0)
  expect(pollMs(after(connecting(0), live))).toBeGreaterThan(0)
  expect(pollMs(after(connecting(0), live, proved))).toBe(false)
  expect(pollMs(after(connecting(0), live, proved, live))).toBeGreaterThan(0)
  expect(pollMs(after(connecting(0), live, proved, connecting(1, 1)))).toBeGreaterThan(0)
})

test('"offline" is shown at once, whatever else is wrong', () => {
  expect(noticeFor(after(live, { type: 'offline' }), 0)).toBe('offline')
  expect(noticeFor(after(connecting(0, 5), { type: 'offline' }), 0)).toBe('offline')
})

test('a stream that was live before the network went says nothing about the network', () => {
  expect(noticeFor(after(live, { type: 'offline' }, live), 0)).toBe('offline')
})

test('back online, the three seconds start anew', () => {
  const link = after(live, { type: 'offline' }, connecting(1_000, 1), { type: 'online', at: 90_000 })
  expect(noticeFor(link, 92_999)).toBe('none')
  expect(noticeFor(link, 93_000)).toBe('reconnecting')
  expect(noticeFor(linkState(link, live), 99_000)).toBe('none')
})

test('an ended session needs no stream, online or off', () => {
  expect(noticeFor(after({ type: 'ended' }, { type: 'offline' }), 60_000)).toBe('none')
  expect(pollMs(after(connecting(0, 9), { type: 'ended' }))).toBe(false)
})

test('where a browser has too many streams, or none gets through, the page asks, and that is nothing to tell', () => {
  const link = after(connecting(0), { type: 'asking' })
  expect(pollMs(link)).toBeGreaterThan(0)
  expect(noticeFor(link, 60_000)).toBe('none')
  expect(noticeFor(linkState(link, { type: 'offline' }), 60_000)).toBe('offline')
})

test('where not even asking works, that is told', () => {
  expect(noticeFor({ ...after({ type: 'asking' }), since: 0 }, 60_000)).toBe('reconnecting')
})
