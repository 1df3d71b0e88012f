import { z } from 'zod'
import { readAnswer } from './platform-answers.ts'
import { PlatformError } from './platform-error.ts'
import type { Send } from './send.ts'

const TokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/, 'must fit into a header'),
  expires_in: z.coerce.number().nonnegative().default(60).catch(60),
  scope: z.string().nullish().catch(null),
})

interface TokenOptions {
  readonly authUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly send: Send
  readonly now: () => Date
}

export interface Token {
  readonly token: string
  readonly expiresAt: Date
  /** What it allows, as the platform names it; null where the platform does not say. */
  readonly scope: string | null
}

/** An access token got by client credentials (RFC 6749, 4.4), held in memory only. */
export function createTokenSource({ authUrl, clientId, clientSecret, send, now }: TokenOptions) {
  let cached: (Token & { readonly renewAtMs: number }) | null = null
  let pending: { readonly token: Promise<Token>; readonly abort: AbortController; waiters: number } | null = null

  async function fetchToken(deadlineMs: number, signal: AbortSignal): Promise<Token> {
    const startedAtMs = now().getTime()
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
    const body = new URLSearchParams(form).toString()
    const secrets = [clientSecret]
    const call = { method: 'POST', url: new URL(authUrl), headers, body, signal, secrets } as const
    const answer = await send(call, deadlineMs)
    const { access_token: token, expires_in: lifeSeconds, scope = null } = readAnswer(answer, TokenAnswer, secrets)
    const marginSeconds = Math.min(30, lifeSeconds / 5)
    cached = {
      token,
      scope,
      expiresAt: new Date(startedAtMs + lifeSeconds * 1000),
      renewAtMs: startedAtMs + (lifeSeconds - marginSeconds) * 1000,
    }
    return cached
  }

  function begin(deadlineMs: number) {
    const abort = new AbortController()
    const begun = {
      abort,
      waiters: 0,
      token: fetchToken(deadlineMs, abort.signal)
        .catch((error: unknown) => Promise.reject(withoutEffect(error)))
        .finally(() => {
          if (pending === begun) pending = null
        }),
    }
    begun.token.catch(() => undefined) // whoever waits for it hears of it, if anybody still does
    return begun
  }

  return {
    /**
     * The cached token, or a new one; fetched once for any number of waiting callers, until the last of them has left.
     *
     * @throws PlatformError of effect `none`, also once `signal` aborts.
     */
    async read(deadlineMs: number, signal?: AbortSignal): Promise<Token> {
      if (cached && now().getTime() < cached.renewAtMs) return cached
      pending ??= begin(deadlineMs)
      const shared = pending
      shared.waiters++
      const { left, stay } = leaving(signal)
      try {
        return await Promise.race([shared.token, left])
      } finally {
        stay()
        shared.waiters--
        if (shared.waiters === 0 && pending === shared) {
          pending = null
          shared.abort.abort()
        }
      }
    },
    /** Forgets `token`, which was refused. Another, newer one is kept. */
    drop(token: string) {
      if (cached?.token === token) cached = null
    },
  }
}

/** Rejects once `signal` aborts, until told that it does not matter any more. */
function leaving(signal: AbortSignal | undefined) {
  const { promise: left, reject } = Promise.withResolvers<never>()
  const leave = () => reject(new PlatformError('none', 'The wallet platform was not waited for'))
  if (signal?.aborted) leave()
  signal?.addEventListener('abort', leave, { once: true })
  return { left, stay: () => signal?.removeEventListener('abort', leave) }
}

/** Without a token nothing was asked of the platform, whatever became of the token's request. */
function withoutEffect(error: unknown): unknown {
  if (!(error instanceof PlatformError)) return error
  const { message, platformMessage, status, cause } = error
  return new PlatformError('none', message, { platformMessage, status, cause })
}
