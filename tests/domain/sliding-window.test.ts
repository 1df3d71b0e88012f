import { expect, test } from 'vitest'
import { createSlidingWindow } from '../../server/limits/sliding-window.ts'

const at = (second: number) => new Date(second * 1000)

test('as many as the limit in any minute, then the seconds until there is room', () => {
  const window = createSlidingWindow(2, 60_000)
  expect(window.take('org', at(0))).toBe(0)
  expect(window.take('org', at(30))).toBe(0)
  expect(window.take('org', at(40))).toBe(20)
  expect(window.take('org', at(59.5))).toBe(1)
  expect(window.take('org', at(60))).toBe(0)
  expect(window.take('org', at(61))).toBe(29)
})

test('each key has its own', () => {
  const window = createSlidingWindow(1, 60_000)
  expect(window.take('a', at(0))).toBe(0)
  expect(window.take('b', at(0))).toBe(0)
  expect(window.take('a', at(1))).toBe(59)
})

test('what is given back can be taken again', () => {
  const window = createSlidingWindow(2, 60_000)
  window.take('org', at(0))
  window.take('org', at(1))
  window.giveBack('org')
  expect(window.take('org', at(2))).toBe(0)
  expect(window.take('org', at(2))).toBe(58)
})

test('a limit of 0 is no limit', () => {
  const window = createSlidingWindow(0, 60_000)
  expect(Array.from({ length: 1000 }, () => window.take('org', at(0))).every((wait) => wait === 0)).toBe(true)
})

test('a flood of keys does not fill the memory: the least recently used is forgotten', () => {
  const window = createSlidingWindow(1, 60_000)
  window.take('first', at(0))
  for (let index = 0; index < 10_000; index++) window.take(`other ${index}`, at(0))
  expect(window.take('first', at(0))).toBe(0)
  expect(window.take('other 9999', at(0))).toBe(60)
})

test('a clock that is set back by an hour blocks nobody for an hour', () => {
  const window = createSlidingWindow(1, 60_000)
  expect(window.take('org', at(3600))).toBe(0)
  expect(window.take('org', at(0))).toBe(0)
  expect(window.take('org', at(1))).toBe(59)
})
