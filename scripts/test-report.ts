import { relative } from 'node:path'
import { z } from 'zod'

/** What became of one level's tests. */
export interface Level {
  readonly name: string
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Failed among all the others, passed alone. */
  readonly flaky: number
  /** What failed at the first try. */
  readonly failures: readonly Failure[]
}

export interface Failure {
  /** From the project's root. */
  readonly file: string
  /** Empty where a file failed before its first test. */
  readonly title: string
}

const Vitest = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})
const Suite = z.object({
  specs: z.array(z.object({ file: z.string(), title: z.string(), ok: z.boolean() })),
  get suites() {
    return z.array(Suite).optional()
  },
})
type Suite = z.infer<typeof Suite>
const Playwright = z.object({
  config: z.object({ rootDir: z.string() }),
  stats: z.object({ expected: z.int(), unexpected: z.int(), skipped: z.int() }),
  suites: z.array(Suite),
})

/** Reads what the JSON reporter of Vitest or of Playwright has written. @throws ZodError, SyntaxError */
export function readReport(name: string, text: string): Level {
  const report = z.union([Vitest, Playwright]).parse(JSON.parse(text))
  if ('stats' in report) {
    const { expected: passed, unexpected: failed, skipped } = report.stats
    const failures = report.suites.flatMap(failuresOf).map(({ file, title }) => {
      return { file: relative('', `${report.config.rootDir}/${file}`), title }
    })
    return { name, passed, failed, skipped, flaky: 0, failures }
  }
  const skipped = report.numPendingTests + report.numTodoTests
  const failures = report.testResults.flatMap(({ name, status, assertionResults }) => {
    const titles = assertionResults.filter((test) => test.status === 'failed').map((test) => test.fullName)
    if (titles.length === 0 && status === 'failed') titles.push('')
    return titles.map((title) => ({ file: relative('', name), title }))
  })
  return { name, passed: report.numPassedTests, failed: failures.length, skipped, flaky: 0, failures }
}

function failuresOf({ specs, suites = [] }: Suite): Failure[] {
  return [...specs.filter(({ ok }) => !ok), ...suites.flatMap(failuresOf)]
}

/** The level after what had failed was tried once more, alone, and `stillFailed` tests failed again. */
export function afterSecondTry(level: Level, stillFailed: number): Level {
  const flaky = Math.max(0, level.failed - stillFailed)
  return { ...level, passed: level.passed + flaky, failed: stillFailed, flaky }
}

/** Everything ran and passed: at each level at least one test, and none was skipped unless some `maySkip`. */
export function isWhole(levels: readonly Level[], maySkip: boolean): boolean {
  return levels.every(({ passed, failed, skipped }) => passed > 0 && failed === 0 && (maySkip || skipped === 0))
}

/** The last lines of a run: how many ran, at each level and in all, whether any was left out, and what failed at the first try. */
export function toSummary(levels: readonly Level[]): string {
  const width = Math.max(...levels.map(({ name }) => name.length))
  const lines = levels.map((level) => `${level.name.padEnd(width)}  ${count(level)}`)
  const all = levels.reduce((sum, { passed, failed }) => sum + passed + failed, 0)
  const skipped = levels.reduce((sum, level) => sum + level.skipped, 0)
  const failures = levels
    .flatMap((level) => level.failures)
    .map(({ file, title }) => `  failed at first: ${file} ${title}`)
  return [...failures, ...lines, `${all} tests ran, ${skipped === 0 ? 'none was' : `${skipped} were`} skipped.`].join(
    '\n',
  )
}

function count({ passed, failed, skipped, flaky }: Level): string {
  const parts = [
    `${passed} passed`,
    failed > 0 && `${failed} failed`,
    skipped > 0 && `${skipped} skipped`,
    flaky > 0 && `${flaky} at the second try`,
  ]
  return parts.filter((part) => part !== false).join(', ')
}
