import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { afterSecondTry, isWhole, readReport, toSummary } from '../../scripts/test-report.ts'

const vitest = (passed: number, titles: readonly string[], pending: number) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: titles.length,
    numPendingTests: pending,
    numTodoTests: 0,
    testResults: titles.map((fullName) => ({
      name: resolve('tests/a.test.ts'),
      status: 'failed',
      assertionResults: [
        { fullName, status: 'failed' },
        { fullName: 'fine', status: 'passed' },
      ],
    })),
  })
const playwright = (expected: number, skipped: number, titles: readonly string[] = []) =>
  JSON.stringify({
    config: { rootDir: resolve('tests/e2e') },
    stats: { expected, unexpected: titles.length, skipped, flaky: 0 },
    suites: [
      {
        specs: [],
        suites: [{ specs: titles.map((title) => ({ file: 'b.spec.ts', title, ok: false })) }],
      },
    ],
  })

test('a run says at its end how many tests ran at each level', () => {
  const levels = [readReport('unit', vitest(500, [], 0)), readReport('e2e', playwright(90, 0))]
  expect(toSummary(levels)).toBe('unit  500 passed\ne2e   90 passed\n590 tests ran, none was skipped.')
  expect(isWhole(levels, false)).toBe(true)
})

test('a failed, a skipped and no test at all make a run that is not whole', () => {
  const levels = [readReport('unit', vitest(5, ['a'], 2)), readReport('e2e', playwright(0, 1))]
  expect(toSummary(levels)).toMatch(/5 passed, 1 failed, 2 skipped\n.*0 passed, 1 skipped\n6 tests ran, 3 were skipped/)
  for (const report of [
    vitest(5, ['a'], 0),
    vitest(5, [], 1),
    vitest(0, [], 0),
    playwright(5, 1),
    playwright(5, 0, ['a']),
  ])
    expect(isWhole([readReport('unit', report)], false)).toBe(false)
  expect(isWhole([readReport('unit', vitest(5, [], 1))], true)).toBe(true)
})

test('what failed is named, and counted apart where it passes alone', () => {
  const first = readReport('e2e', playwright(3, 0, ['opens', 'closes']))
  expect(first.failures).toEqual([
    { file: 'tests/e2e/b.spec.ts', title: 'opens' },
    { file: 'tests/e2e/b.spec.ts', title: 'closes' },
  ])
  const second = afterSecondTry(first, 0)
  expect(toSummary([second])).toBe(
    '  failed at first: tests/e2e/b.spec.ts opens\n  failed at first: tests/e2e/b.spec.ts closes\n' +
      'e2e  5 passed, 2 at the second try\n5 tests ran, none was skipped.',
  )
  expect(isWhole([second], false)).toBe(true)
  expect(isWhole([afterSecondTry(first, 1)], false)).toBe(false)
})

test('a file that fails before its first test is a failure', () => {
  const report = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }
  const testResults = [{ name: resolve('tests/a.test.ts'), status: 'failed', assertionResults: [] }]
  expect(readReport('unit', JSON.stringify({ ...report, testResults })).failed).toBe(1)
})

test('a report that was cut off is none', () => {
  expect(() => readReport('unit', '{"numPassedTests":3')).toThrow(SyntaxError)
  expect(() => readReport('unit', '{}')).toThrow()
})
