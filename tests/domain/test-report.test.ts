import { expect, test } from 'vitest'
import { isWhole, readReport, toSummary } from '../../scripts/test-report.ts'

const vitest = (passed: number, failed: number, pending: number) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, numTodoTests: 0 })
const playwright = (expected: number, skipped: number, flaky: number) =>
  JSON.stringify({ stats: { expected, unexpected: 0, skipped, flaky } })

test('a run says at its end how many tests ran at each level', () => {
  const levels = [readReport('unit', vitest(500, 0, 0)), readReport('e2e', playwright(90, 0, 2))]
  expect(toSummary(levels)).toBe(
    'unit  500 passed\ne2e   92 passed, 2 at the second try\n592 tests ran, none was skipped.',
  )
  expect(isWhole(levels, false)).toBe(true)
})

test('a failed, a skipped and no test at all make a run that is not whole', () => {
  const levels = [readReport('unit', vitest(5, 1, 2)), readReport('e2e', playwright(0, 1, 0))]
  expect(toSummary(levels)).toMatch(/5 passed, 1 failed, 2 skipped\n.*0 passed, 1 skipped\n6 tests ran, 3 were skipped/)
  for (const report of [vitest(5, 1, 0), vitest(5, 0, 1), vitest(0, 0, 0), playwright(5, 1, 0)])
    expect(isWhole([readReport('unit', report)], false)).toBe(false)
  expect(isWhole([readReport('unit', vitest(5, 0, 1))], true)).toBe(true)
})

test('a report that was cut off is none', () => {
  expect(() => readReport('unit', '{"numPassedTests":3')).toThrow(SyntaxError)
  expect(() => readReport('unit', '{}')).toThrow()
})
