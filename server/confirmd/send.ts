import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { AppError } from '../errors.ts'

export interface Call {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What came back, whatever its status below 500. */
export interface Answer {
  readonly status: number
  readonly text: string
}

/**
 * Sends `call`, and again after network errors, timeouts and 5xx, until `deadlineMs` (on the clock of
 * `performance.now()`) or the last attempt.
 *
 * @throws AppError `PLATFORM_FAILED` where no attempt got an answer below 500.
 */
export type Send = (call: Call, deadlineMs: number) => Promise<Answer>

interface SendOptions {
  readonly log: Logger
  /** For one attempt, answer body included. */
  readonly timeoutMs: number
  /** Before the first retry; doubled before each later one, then shortened at random by up to half. */
  readonly retryDelayMs: number
}

const attemptsAtMost = 4

/** Logs method, path, status, duration and attempt; never headers or bodies, which hold tokens and secrets. */
export function createSend({ log, timeoutMs, retryDelayMs }: SendOptions): Send {
  return async (call, deadlineMs) => {
    const { method, url } = call
    for (let attempt = 1; ; attempt++) {
      const startedMs = performance.now()
      const result = await attemptOnce(call, Math.min(timeoutMs, deadlineMs - startedMs))
      const seen = { method, path: url.pathname, attempt, durationMs: Math.round(performance.now() - startedMs) }
      if ('status' in result && result.status < 500) {
        log.info({ ...seen, status: result.status }, 'platform answered')
        return result
      }
      const failure = 'status' in result ? { status: result.status } : { failure: failureName(result.error) }
      log.warn({ ...seen, ...failure }, 'platform call failed')
      const delayMs = retryDelayMs * 2 ** (attempt - 1) * (1 - Math.random() / 2)
      if (attempt === attemptsAtMost || performance.now() + delayMs >= deadlineMs) {
        const cause = 'status' in result ? new Error(`HTTP ${result.status}`) : result.error
        throw new AppError('PLATFORM_FAILED', 'The wallet platform cannot be reached right now', { cause })
      }
      await sleep(delayMs)
    }
  }
}

async function attemptOnce(call: Call, timeoutMs: number): Promise<Answer | { error: unknown }> {
  const { method, url, headers, body } = call
  try {
    const response = await fetch(url, {
      method,
      headers,
      body,
      redirect: 'manual', // a token or a secret is for this address only
      signal: AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs))),
    })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    return { error }
  }
}

/** `TimeoutError`, or the system's code (`ECONNREFUSED`); messages may quote what was sent. */
function failureName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.cause instanceof Error && 'code' in error.cause) return String(error.cause.code)
  return error.name
}
