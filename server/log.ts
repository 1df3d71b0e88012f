import { type Logger, pino } from 'pino'

/** Structured logs, one JSON line each. What could carry a secret or personal data is cut out wherever it turns up. */
export function createLog(level: string): Logger {
  return pino({
    level,
    redact: {
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
    },
  })
}
