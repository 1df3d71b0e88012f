import { expect, test } from 'vitest'
import { backoffMs } from '../../client/live/backoff.ts'

test('waits double from half a second and stop growing at ten seconds', () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 60].map((failures) => Math.round(backoffMs(failures, 0.999999)))
  expect(longest).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000])
})

test('waits are spread over their upper half', () => {
  expect(backoffMs(2, 0)).toBe(1_000)
  expect(backoffMs(2, 0.5)).toBe(1_500)
})
