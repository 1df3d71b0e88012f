import { type DestinationStream, type Logger, pino } from 'pino'
import { openLogOutput } from './log-output.ts'
import { toLoggedError } from './logged-error.ts'

/**
 * Structured logs, one JSON line each, to `output`: standard output, unless told otherwise. What could carry a secret or
 * personal data is cut out wherever it turns up. Lines may be lost where nobody reads them; nothing ever waits for that.
 */
export function createLog(level: string, output: DestinationStream = openLogOutput(1)): Logger {
  const redact = {
    paths: [
      '*.payload',
      '*.theirDid',
      '*.theirLabel',
      '*.authorization',
      '*["x-api-key"]',
      '*.cookie',
      '*.clientSecret',
      '*.token',
      '*.ipAddress',
      '*.userAgent',
    ],
    censor: '[redacted]',
  }
  return pino({ level, redact, serializers: { err: toLoggedError } }, output)
}
