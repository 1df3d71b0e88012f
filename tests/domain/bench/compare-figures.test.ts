import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareFigures } from '../../bench/compare.ts'
import type { Figure } from '../../bench/figures.ts'

const figure = (rounds: readonly number[], better: Figure['better'] = 'more'): Figure => ({
  ...{ row: 'webhooks', name: 'webhooks', unit: '/s', target: null, before: [] },
  ...{ better, rounds },
})
const verdict = (before: Figure, now: Figure) => compareFigures([before], [now])[0]?.verdict

test.each([
  ['nothing has changed', [100, 101, 99], [100, 101, 99], 'as before'],
  ['less than 5 % is never told', [100, 100, 100], [95.1, 95.1, 95.1], 'as before'],
  ['still rounds, 6 % fewer', [100, 100, 100], [94, 94, 94], 'worse'],
  ['still rounds, 6 % more', [100, 100, 100], [106, 106, 106], 'better'],
  ['rounds that spread by 20 hide 15', [90, 100, 110], [75, 85, 95], 'as before'],
  ['but not 25', [90, 100, 110], [65, 75, 85], 'worse'],
  ['one that spreads is noise enough', [100, 100, 100], [80, 90, 100], 'as before'],
  ['one round alone says little', [100], [80], 'as before'],
  ['but a third is a third', [100], [66], 'worse'],
] as const)('where more is better: %s', (_, before, now, expected) => {
  expect(verdict(figure(before), figure(now))).toBe(expected)
})

test('where less is better, more is worse', () => {
  expect(verdict(figure([10, 10, 10], 'less'), figure([12, 12, 12], 'less'))).toBe('worse')
  expect(verdict(figure([10, 10, 10], 'less'), figure([8, 8, 8], 'less'))).toBe('better')
})

test('what is new, has gone, or is neither good nor bad is not compared', () => {
  const other = { ...figure([1, 1, 1]), name: 'another' }
  expect(compareFigures([other], [figure([1, 1, 1])])).toEqual([])
  expect(compareFigures([figure([1, 1, 1], null)], [figure([9, 9, 9], null)])).toEqual([])
})

const rounds = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 7 })

test('a run beside itself is as before, and a verdict turns round with the runs where both spread alike', () => {
  fc.assert(
    fc.property(rounds, fc.constantFrom('more' as const, 'less' as const), (figures, better) => {
      expect(verdict(figure(figures, better), figure(figures, better))).toBe('as before')
    }),
  )
  fc.assert(
    fc.property(rounds, rounds, (before, now) => {
      const found = verdict(figure(before), figure(now))
      expect(verdict(figure(before, 'less'), figure(now, 'less'))).toBe(
        found === 'worse' ? 'better' : found === 'better' ? 'worse' : found,
      )
    }),
  )
})
