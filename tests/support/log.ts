import { type Logger, pino } from 'pino'
import { expect, onTestFinished } from 'vitest'
import { type LogLine, readErrorLines, readLogLines } from './log-line.ts'

export interface TestLog {
  readonly logger: Logger
  /** Every line so far, of all levels. */
  lines(): readonly LogLine[]
  /** This test means to cause errors: it now fails where none is logged, rather than where one is. */
  expectErrors(): void
}

/** A logger that keeps what is logged, and fails the running test at its end where an error was. */
export function createTestLog(): TestLog {
  let output = ''
  let errorsExpected = false
  onTestFinished(() => {
    const errors = readErrorLines(output)
    if (errorsExpected) expect(errors, 'errors in the log').not.toEqual([])
    else expect(errors, 'errors in the log').toEqual([])
  })
  const write = (line: string) => {
    output += line
  }
  const expectErrors = () => {
    errorsExpected = true
  }
  return { logger: pino({ level: 'trace' }, { write }), lines: () => readLogLines(output), expectErrors }
}
