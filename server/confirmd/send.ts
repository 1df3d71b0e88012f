import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { AppError } from '../errors.ts'

export interface Call {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** Set for what must not be done twice: it gets one attempt. */
  readonly once?: boolean | undefined
  /** Gives up at once when it aborts. */
  readonly signal?: AbortSignal | undefined
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
 * @throws AppError `PLATFORM_FAILED` where no attempt got an answer below 500; the message says what the last one got.
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

/** Stands in where there is no platform to send to. */
export const sendNowhere: Send = async () => {
  throw new AppError('PLATFORM_FAILED', 'This server is not connected to a wallet platform')
}

/** Logs method, path, status, duration and attempt; never headers or bodies, which hold tokens and secrets. */
export function createSend({ log, timeoutMs, retryDelayMs }: SendOptions): Send {
  return async (call, deadlineMs) => {
    const { method, url, once, signal } = call
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
      const isLast = once || attempt === attemptsAtMost || performance.now() + delayMs >= deadlineMs
      if (isLast || signal?.aborted) throw failed(result)
      await sleep(delayMs, undefined, { ...(signal && { signal }) }).catch(() => undefined)
    }
  }
}

async function attemptOnce(call: Call, timeoutMs: number): Promise<Answer | { error: unknown }> {
  const { method, url, headers, body } = call
  const timeout = AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs)))
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body !== undefined && { body }),
      redirect: 'manual', // a token or a secret is for this URL only
      signal: call.signal ? AbortSignal.any([timeout, call.signal]) : timeout,
    })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    return { error }
  }
}

function failed(result: Answer | { error: unknown }): AppError {
  if ('status' in result) {
    const message = `The wallet platform has a problem of its own right now (HTTP ${result.status})`
    return new AppError('PLATFORM_FAILED', message, { cause: new Error(`HTTP ${result.status}`) })
  }
  const message =
    failureName(result.error) === 'TimeoutError'
      ? 'The wallet platform does not answer in time'
      : 'The wallet platform cannot be reached right now'
  return new AppError('PLATFORM_FAILED', message, { cause: result.error })
}

/** `TimeoutError`, or the system's code (`ECONNREFUSED`); messages may quote what was sent. */
function failureName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.cause instanceof Error && 'code' in error.cause) return String(error.cause.code)
  return error.name
}
