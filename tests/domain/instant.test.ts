import { describe, expect, test, vi } from 'vitest'
import { readInstant } from '../../shared/instant.ts'

const noon = '2026-11-25T12:00:00.000Z'

describe('a time in every way that senders write it, on a machine that is elsewhere', () => {
  test.each([
    [noon, noon],
    ['2026-11-25T12:00:00', noon],
    ['2026-11-25 12:00:00', noon],
    ['2026-11-25 12:00', noon],
    ['2026-11-25T12:00:00.000', noon],
    ['2026-11-25 12:00:00.123456', '2026-11-25T12:00:00.123Z'],
    ['2026-11-25 12:00:00,5', '2026-11-25T12:00:00.500Z'],
    ['2026-11-25T13:00:00+01:00', noon],
    ['2026-11-25 13:00:00+01', noon],
    ['2026-11-25 13:00:00 +0100', noon],
    ['2026-11-25 12:00:00 UTC', noon],
    ['2026-11-25t12:00:00z', noon],
    [' 2026-11-25T12:00:00Z\n', noon],
    ['2026-11-25', '2026-11-25T00:00:00.000Z'],
    ['Wed, 25 Nov 2026 12:00:00 GMT', noon],
    ['Wed, 25 Nov 2026 13:00:00 +0100', noon],
    ['Nov 25, 2026 12:00:00', noon],
    [1_795_608_000, noon],
    [1_795_608_000_000, noon],
    [1_795_608_000.5, '2026-11-25T12:00:00.500Z'],
    ['1795608000', noon],
    ['1795608000000', noon],
    ['1795608000.25', '2026-11-25T12:00:00.250Z'],
  ])('%j', (written, at) => {
    vi.stubEnv('TZ', 'Asia/Tokyo')
    expect(new Date().getTimezoneOffset()).toBe(-540)
    expect(readInstant(written)?.toISOString()).toBe(at)
    vi.unstubAllEnvs()
  })
})

test.each([
  ...['', ' ', 'soon', '2026-13-45', '2026-11-25T25:00', '-5', '1e999', '12:00', `2026-11-25${' '.repeat(99)}12:00`],
  ...[null, undefined, true, {}, [], ['2026-11-25'], Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1e18],
])('%j is no time', (value) => {
  expect(readInstant(value)).toBeNull()
})
