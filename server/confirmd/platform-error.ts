import { z } from 'zod'
import { parseJson } from '../../shared/parse-json.ts'
import { cutText } from '../../shared/text.ts'
import { AppError } from '../errors.ts'

/**
 * What a failed call did at the platform. `refused`: the platform said no, and the same call would be refused again.
 * `none`: nothing happened, and it may be tried again. `unknown`: it was sent, and nobody read what came of it.
 */
export type CallEffect = 'none' | 'refused' | 'unknown'

interface PlatformErrorOptions extends ErrorOptions {
  /** In the platform's own words. */
  readonly platformMessage?: string | null
  /** `PLATFORM_BUSY` where too many calls wait already. */
  readonly code?: 'PLATFORM_FAILED' | 'PLATFORM_BUSY'
  /** What it answered, where it answered. */
  readonly status?: number | null
  /** Where nobody answered because nobody is there to be asked: waiting changes nothing then. */
  readonly isForGood?: boolean
}

/** A call to the platform that failed; `message` is our own and safe to show to anybody. */
export class PlatformError extends AppError {
  readonly effect: CallEffect
  /** What the platform said of it, for operators: at most 500 characters, no control characters, no secret of ours. */
  readonly platformMessage: string | null
  /** The HTTP status; null where there was no answer. */
  readonly status: number | null
  /** Whether the same call may well succeed later, with nobody changing anything here. */
  readonly waitingHelps: boolean

  constructor(effect: CallEffect, message: string, options: PlatformErrorOptions = {}) {
    super(options.code ?? 'PLATFORM_FAILED', message, options)
    this.name = 'PlatformError'
    this.effect = effect
    this.platformMessage = options.platformMessage ?? null
    this.status = options.status ?? null
    const isRefusal = this.status !== null && this.status >= 400 && this.status < 500 && this.status !== 429
    this.waitingHelps = !isRefusal && options.isForGood !== true
  }
}

/** The error's own message with the platform's after it, as an operator may see them. */
export function explainFailure(error: AppError): string {
  const said = error instanceof PlatformError ? error.platformMessage : null
  return said === null ? error.message : `${error.message}. It says: ${said}`
}

/** Whether nothing answers under this address at all, rather than that the platform knows no such thing. */
export function isNoRoute({ status, platformMessage }: Pick<PlatformError, 'status' | 'platformMessage'>): boolean {
  return status === 404 && (platformMessage === null || /^cannot (get|post|patch) /i.test(platformMessage))
}

const longestMessage = 500
/** What a token looks like, whoever's it is. */
const tokens = /\beyJ[\w-]+(?:\.[\w-]+)*|\bbearer\s+\S+/gi
const controls = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu

const Words = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join('; '))])
/** `message` as CREDEBL's gateway writes it; the token endpoint has its own word for it (RFC 6749, 5.2). */
const Refusal = z.object({
  message: Words.nullish().catch(null),
  error_description: Words.nullish().catch(null),
})

/** What a refusing answer says, cut to what an operator may read; null where it says nothing. */
export function readPlatformMessage(text: string, secrets: readonly string[]): string | null {
  const { data } = Refusal.safeParse(parseJson(text))
  return toPlatformMessage(data?.message ?? data?.error_description ?? null, secrets)
}

/** `words` without `secrets`, tokens and control characters, and not too long. */
export function toPlatformMessage(words: string | null, secrets: readonly string[]): string | null {
  if (words === null) return null
  let cleaned = words
  for (const secret of secrets) if (secret !== '') cleaned = cleaned.replaceAll(secret, '[removed]')
  cleaned = cleaned.replace(tokens, '[removed]').replace(controls, ' ').trim()
  return cleaned === '' ? null : cutText(cleaned, longestMessage)
}
