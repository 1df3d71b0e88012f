import { expect, test } from 'vitest'
import { newer } from '../../client/live/kept-sessions.ts'
import { sessionOf } from './session-of.ts'

const first = sessionOf({ version: 1 })
const second = sessionOf({ version: 2, status: 'request' })

test('a view is replaced by one with a higher version only', () => {
  expect(newer(first, second)).toBe(second)
  expect(newer(second, first)).toBe(second)
})

test('the same version again leaves the very same view, so that nothing renders anew', () => {
  expect(newer(second, { ...second })).toBe(second)
})

test('any view replaces none', () => {
  expect(newer(null, first)).toBe(first)
})
