import { expect, test } from 'vitest'
import { skewFrom } from '../../client/live/server-clock.ts'

const now = Date.parse('2026-03-02T09:00:00.400Z')

test('a device that is minutes wrong learns by how much', () => {
  expect(skewFrom('Mon, 02 Mar 2026 09:07:00 GMT', now)).toBe(419_600)
  expect(skewFrom('Mon, 02 Mar 2026 08:50:00 GMT', now)).toBe(-600_400)
})

test('what the header rounds off and the way takes is no difference', () => {
  expect(skewFrom('Mon, 02 Mar 2026 08:59:58 GMT', now)).toBe(0)
})

test('a header that is no date is ignored', () => {
  expect(skewFrom('soon', now)).toBe(0)
})
