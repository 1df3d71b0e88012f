import { describe, expect, test } from 'vitest'
import { timeLeftAnnouncement, timeLeftText } from '../../client/register/help.tsx'
import { wizard } from '../../shared/messages/en/wizard.ts'

describe('time left', () => {
  test.each([
    [15 * 60_000, 'Time left: 15 min 0 s'],
    [872_000, 'Time left: 14 min 32 s'],
    [59_001, 'Time left: 1 min 0 s'],
    [59_000, 'Time left: 59 s'],
    [1, 'Time left: 1 s'],
    [0, 'Time left: 0 s'],
    [-5_000, 'Time left: 0 s'],
  ])('%i ms is "%s"', (leftMs, text) => {
    expect(timeLeftText(leftMs, wizard.time)).toBe(text)
  })

  test('is spoken three times in a quarter of an hour, each when it is true', () => {
    const spoken: [number, string][] = []
    let last = ''
    for (let seconds = 900; seconds >= -5; seconds--) {
      const now = timeLeftAnnouncement(seconds * 1_000, wizard.time)
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
    expect(timeLeftAnnouncement(200_000, wizard.time)).toBe('')
    expect(timeLeftAnnouncement(40_000, wizard.time)).toBe('')
    expect(timeLeftAnnouncement(5_000, wizard.time)).toBe('')
  })
})
