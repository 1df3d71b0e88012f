import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPings, type Pinged } from '../../../server/http/pings.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const counted = () =>
  ({
    share: 0,
    pings: 0,
    ping(this: { pings: number }) {
      this.pings++
    },
  }) satisfies Pinged & { pings: number }

test('each is pinged once in an interval, and first when a whole one is nearly over; not all at the same moment', () => {
  const pings = createPings(60_000)
  const all = Array.from({ length: 30 }, () => {
    const one = counted()
    pings.add(one)
    vi.advanceTimersByTime(1_000)
    return one
  })
  expect(all.map((one) => one.pings)).toEqual(all.map(() => 0))
  vi.advanceTimersByTime(30_000)
  const done = all.filter((one) => one.pings === 1).length
  expect(done).toBeGreaterThan(0)
  expect(done).toBeLessThan(30)
  vi.advanceTimersByTime(30_000)
  expect(all.map((one) => one.pings)).toEqual(all.map(() => 1))
  vi.advanceTimersByTime(60_000)
  expect(all.map((one) => one.pings)).toEqual(all.map(() => 2))
})

test('who has left is pinged no more, and without anybody no timer runs', () => {
  const pings = createPings(60_000)
  const [stays, leaves] = [counted(), counted()]
  for (const one of [stays, leaves]) pings.add(one)
  pings.delete(leaves)
  pings.delete(leaves)
  vi.advanceTimersByTime(60_000)
  expect([stays.pings, leaves.pings]).toEqual([1, 0])
  pings.delete(stays)
  expect(vi.getTimerCount()).toBe(0)
})
