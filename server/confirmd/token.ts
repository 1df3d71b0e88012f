import { z } from 'zod'
import { readAnswer } from './platform-answers.ts'
import type { Send } from './send.ts'

const TokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/, 'must fit into a header'),
  expires_in: z.coerce.number().nonnegative().default(60),
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
  let pending: Promise<Token> | null = null

  async function fetchToken(deadlineMs: number): Promise<Token> {
    const startedAtMs = now().getTime()
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
    const body = new URLSearchParams(form).toString()
    const answer = await send({ method: 'POST', url: new URL(authUrl), headers, body }, deadlineMs)
    const { access_token: token, expires_in: lifeSeconds, scope = null } = readAnswer(answer, TokenAnswer)
    const marginSeconds = Math.min(30, lifeSeconds / 5)
    cached = {
      token,
      scope,
      expiresAt: new Date(startedAtMs + lifeSeconds * 1000),
      renewAtMs: startedAtMs + (lifeSeconds - marginSeconds) * 1000,
    }
    return cached
  }

  const read = (deadlineMs: number): Promise<Token> => {
    if (cached && now().getTime() < cached.renewAtMs) return Promise.resolve(cached)
    pending ??= fetchToken(deadlineMs).finally(() => {
      pending = null
    })
    return pending
  }

  return {
    /** The cached token, or a new one; fetched once for any number of waiting callers. @throws AppError `PLATFORM_FAILED`. */
    read,
    /** Forgets `token`, which was refused. Another, newer one is kept. */
    drop(token: string) {
      if (cached?.token === token) cached = null
    },
  }
}
