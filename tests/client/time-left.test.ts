import { describe, expect, test } from 'vitest'
import { timeLeftAnnouncement, timeLeftText } from '../../client/register/help.tsx'

describe('time left', () => {
  test.each([
    [15 * 60_000, '15 min 0 s'],
    [872_000, '14 min 32 s'],
    [59_001, '1 min 0 s'],
    [59_000, '59 s'],
    [1, '1 s'],
    [0, 'no time'],
    [-5_000, 'no time'],
  ])('%i ms is "%s"', (leftMs, text) => {
    expect(timeLeftText(leftMs)).toBe(text)
  })

  test('is spoken three times in a quarter of an hour, each when it is true', () => {
    const spoken: [number, string][] = []
    let last = ''
    for (let seconds = 900; seconds >= -5; seconds--) {
      const now = timeLeftAnnouncement(seconds * 1_000)
      if (now && now !== last) spoken.push([seconds, now])
      last = now
    }
    expect(spoken).toEqual([
      [300, '5 minutes left'],
      [60, '1 minute left'],
      [20, '20 seconds left'],
    ])
  })

  test('is silent between the announcements, so that each is heard anew', () => {
    expect(timeLeftAnnouncement(200_000)).toBe('')
    expect(timeLeftAnnouncement(40_000)).toBe('')
    expect(timeLeftAnnouncement(5_000)).toBe('')
  })
})
