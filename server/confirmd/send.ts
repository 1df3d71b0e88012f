import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { createSampledLog } from '../log-sampled.ts'
import type { CallBudget } from './call-budget.ts'
import { ExchangeError, exchangeHttp } from './http-exchange.ts'
import { PlatformError, readPlatformMessage } from './platform-error.ts'
import type { CallAnswer } from './platform-health.ts'

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** Set for what must not be done twice: it gets one attempt. */
  readonly once?: boolean | undefined
  /** Gives up at once when it aborts. */
  readonly signal?: AbortSignal | undefined
  /** What no message may quote, whoever wrote it. */
  readonly secrets: readonly string[]
}

/** What came back, whatever its status below 500. */
export interface Answer {
  readonly status: number
  readonly text: string
  /** How far the platform's clock is ahead of this one; null where it does not tell the time. */
  readonly clockAheadMs: number | null
}

/**
 * Sends `call`, and again after network errors, timeouts and 5xx, until `deadlineMs` (on the clock of
 * `performance.now()`) or the last attempt.
 *
 * @throws PlatformError where no attempt got an answer below 500; its effect is that of all attempts together.
 */
export type Send = (call: Call, deadlineMs: number) => Promise<Answer>

interface SendOptions {
  readonly log: Logger
  /** For one attempt, answer body included. */
  readonly timeoutMs: number
  /** Before the first retry; doubled before each later one, then shortened at random by up to half. */
  readonly retryDelayMs: number
  /** Shared by all calls to the platform. */
  readonly budget: CallBudget
  /** Is told what each attempt came to; not of those that were given up here. */
  readonly answered?: (url: URL, answer: CallAnswer) => void
}

const notWaitedFor = 'The wallet platform was not waited for'
const attemptsAtMost = 4
/** A verified presentation may hold a photo. */
const maxAnswerBytes = 16 * 1024 * 1024

/** Stands in where there is no platform to send to. */
export const sendNowhere: Send = async () => {
  throw new PlatformError('none', 'This server is not connected to a wallet platform', { isForGood: true })
}

/** Logs method, path, status, duration and attempt; never headers or bodies, which hold tokens and secrets. */
export function createSend({ log, timeoutMs, retryDelayMs, budget, answered }: SendOptions): Send {
  const logAnswer = createSampledLog(log, 'platform answered')
  return async (call, deadlineMs) => {
    const { method, url, once, signal } = call
    let wasSent = false
    for (let attempt = 1; ; attempt++) {
      const startedMs = performance.now()
      const result = await attemptOnce(call, { budget, timeoutMs, deadlineMs })
      const seen = { method, path: url.pathname, attempt, durationMs: Math.round(performance.now() - startedMs) }
      if (!(result instanceof PlatformError)) {
        logAnswer({ ...seen, status: result.status })
        answered?.(url, result.status)
        return result
      }
      const { status, cause, code } = result
      const answer = status ?? (failureName(cause) === 'TimeoutError' ? 'timeout' : 'unreachable')
      if (status !== null || (code !== 'PLATFORM_BUSY' && !signal?.aborted)) answered?.(url, answer)
      log.warn({ ...seen, ...(status === null ? { failure: failureName(cause) } : { status }) }, 'platform call failed')
      wasSent ||= result.effect === 'unknown'
      const delayMs = retryDelayMs * 2 ** (attempt - 1) * (1 - Math.random() / 2)
      const isLast = once || attempt === attemptsAtMost || performance.now() + delayMs >= deadlineMs
      if (isLast || code === 'PLATFORM_BUSY' || signal?.aborted) throw wasSent ? asSent(result) : result
      await sleep(delayMs, undefined, { ...(signal && { signal }) }).catch(() => undefined)
    }
  }
}

async function attemptOnce(
  call: Call,
  { budget, timeoutMs, deadlineMs }: { budget: CallBudget; timeoutMs: number; deadlineMs: number },
): Promise<Answer | PlatformError> {
  const leftMs = () => Math.max(1, Math.ceil(deadlineMs - performance.now()))
  const patience = createPatience(call.signal)
  patience.wait(leftMs())
  try {
    return await budget.run(() => {
      patience.wait(Math.min(timeoutMs, leftMs()))
      return exchange(call, patience.signal)
    }, patience.signal)
  } catch (error) {
    return error instanceof PlatformError ? error : unanswered(call, error)
  } finally {
    patience.end()
  }
}

/** Aborts with `given`, or when what it was last told to wait is over: one signal and one timer for a whole attempt. */
function createPatience(given: AbortSignal | undefined) {
  const waiting = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const leave = () => waiting.abort(given?.reason)
  if (given?.aborted) leave()
  given?.addEventListener('abort', leave)
  return {
    signal: waiting.signal,
    wait(ms: number) {
      clearTimeout(timer)
      timer = setTimeout(() => waiting.abort(new DOMException('It took too long', 'TimeoutError')), ms)
    },
    end() {
      clearTimeout(timer)
      given?.removeEventListener('abort', leave)
    },
  }
}

/** One request and its answer. */
async function exchange({ method, url, headers, body, secrets }: Call, signal: AbortSignal): Promise<Answer> {
  const startedMs = Date.now()
  const answer = await exchangeHttp({ method, url, headers, body, signal }, maxAnswerBytes)
  const { status, headers: told, text } = answer // a redirect is an answer: a token or a secret is for this URL only
  const clockAheadMs = aheadBy(told.date, (startedMs + Date.now()) / 2)
  if (text === null) throw new ExchangeError(true, new Error('the answer is too long'))
  if (status < 500) return { status, text, clockAheadMs }
  // "come again later" is said before anything is done; any other failure may have come after
  const isUndone = method === 'GET' || (status === 503 && told['retry-after'] !== undefined)
  throw new PlatformError(
    isUndone ? 'none' : 'unknown',
    `The wallet platform has a problem of its own right now (HTTP ${status})`,
    { status, platformMessage: readPlatformMessage(text, secrets), cause: new Error(`HTTP ${status}`) },
  )
}

/** The date of an answer has whole seconds: half of one is added, as it lies anywhere in that second. */
function aheadBy(date: string | undefined, atMs: number): number | null {
  const theirsMs = date === undefined ? Number.NaN : Date.parse(date)
  return Number.isNaN(theirsMs) ? null : Math.round(theirsMs + 500 - atMs)
}

/** Nobody answered. What never went out, for want of an address, a connection or a certificate, has done nothing. */
function unanswered({ method, signal }: Call, error: unknown): PlatformError {
  const cause = error instanceof ExchangeError ? error.cause : error
  const message = signal?.aborted
    ? notWaitedFor
    : failureName(cause) === 'TimeoutError'
      ? 'The wallet platform does not answer in time'
      : 'The wallet platform cannot be reached right now'
  const wasSent = !(error instanceof ExchangeError) || error.wasSent
  return new PlatformError(method === 'GET' || !wasSent ? 'none' : 'unknown', message, { cause })
}

/** The last attempt did nothing, but an earlier one may have. */
function asSent(error: PlatformError): PlatformError {
  const { message, platformMessage, status, cause } = error
  return new PlatformError('unknown', message, { platformMessage, status, cause })
}

/** `TimeoutError`, or the system's code (`ECONNREFUSED`); messages may quote what was sent. */
function failureName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
