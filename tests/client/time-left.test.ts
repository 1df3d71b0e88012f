import { expect, test } from 'vitest'
import { timeLeftAnnouncement } from '../../client/register/time-left.tsx'
import { wizard } from '../../shared/messages/en/wizard.ts'

const announcement = (leftMs: number) => timeLeftAnnouncement(leftMs, wizard.time)

test('the time left is spoken three times in a quarter of an hour, each when it is true', () => {
  const spoken: [number, string][] = []
  let last = ''
  for (let seconds = 900; seconds >= -5; seconds--) {
    const now = announcement(seconds * 1_000)
    if (now && now !== last) spoken.push([seconds, now])
    last = now
  }
  expect(spoken).toEqual([
    [300, '5 minutes left'],
    [60, '1 minute left'],
    [20, '20 seconds left'],
  ])
})

test('nothing is spoken between the announcements, so that each is heard anew', () => {
  for (const leftMs of [200_000, 40_000, 5_000]) expect(announcement(leftMs)).toBe('')
})

test.each([
  [14, 'You have 14 minutes.'],
  [1, 'You have 1 minute.'],
  [0, 'You have less than a minute.'],
])('%i minutes are said as people say it', (count, words) => {
  expect(wizard.time.invitation({ clock: '15:58', count }).join('')).toBe(`This invitation works until 15:58. ${words}`)
})
