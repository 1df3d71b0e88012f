import { z } from 'zod'

/** What became of one level's tests. */
export interface Level {
  readonly name: string
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Passed at a second try. */
  readonly flaky: number
}

const Vitest = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
})
const Playwright = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), skipped: z.int(), flaky: z.int() }),
})

/** Reads what the JSON reporter of Vitest or of Playwright has written. @throws ZodError, SyntaxError */
export function readReport(name: string, text: string): Level {
  const report = z.union([Vitest, Playwright]).parse(JSON.parse(text))
  if ('stats' in report) {
    const { expected: passed, unexpected: failed, skipped, flaky } = report.stats
    return { name, passed: passed + flaky, failed, skipped, flaky }
  }
  const skipped = report.numPendingTests + report.numTodoTests
  return { name, passed: report.numPassedTests, failed: report.numFailedTests, skipped, flaky: 0 }
}

/** Everything ran and passed: at each level at least one test, and none was skipped unless some `maySkip`. */
export function isWhole(levels: readonly Level[], maySkip: boolean): boolean {
  return levels.every(({ passed, failed, skipped }) => passed > 0 && failed === 0 && (maySkip || skipped === 0))
}

/** The last lines of a run: how many ran, at each level and in all, and whether any was left out. */
export function toSummary(levels: readonly Level[]): string {
  const width = Math.max(...levels.map(({ name }) => name.length))
  const lines = levels.map((level) => `${level.name.padEnd(width)}  ${count(level)}`)
  const all = levels.reduce((sum, { passed, failed }) => sum + passed + failed, 0)
  const skipped = levels.reduce((sum, level) => sum + level.skipped, 0)
  return [...lines, `${all} tests ran, ${skipped === 0 ? 'none was' : `${skipped} were`} skipped.`].join('\n')
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
