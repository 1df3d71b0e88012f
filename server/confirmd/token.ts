import { z } from 'zod'
import { readAnswer } from './read-answer.ts'
import type { Send } from './send.ts'

const TokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/, 'must fit into a header'),
  expires_in: z.coerce.number().nonnegative().default(60),
})

interface TokenOptions {
  readonly authUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly send: Send
  readonly now: () => Date
}

/** An access token got by client credentials (RFC 6749, 4.4), held in memory only. */
export interface TokenSource {
  /** The cached token, or a new one; fetched once for any number of waiting callers. @throws AppError `PLATFORM_FAILED`. */
  get(deadlineMs: number): Promise<string>
  /** Forgets `token`, which was refused. Another, newer one is kept. */
  drop(token: string): void
}

export function createTokenSource({ authUrl, clientId, clientSecret, send, now }: TokenOptions): TokenSource {
  let cached: { token: string; expiresAtMs: number } | null = null
  let pending: Promise<string> | null = null

  async function fetchToken(deadlineMs: number): Promise<string> {
    const startedAtMs = now().getTime()
    const answer = await send(
      {
        method: 'POST',
        url: new URL(authUrl),
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: clientId,
          client_secret: clientSecret,
        }).toString(),
      },
      deadlineMs,
    )
    const { access_token: token, expires_in: lifeSeconds } = readAnswer(answer, TokenAnswer)
    const marginSeconds = Math.min(30, lifeSeconds / 5)
    cached = { token, expiresAtMs: startedAtMs + (lifeSeconds - marginSeconds) * 1000 }
    return token
  }

  return {
    get(deadlineMs) {
      if (cached && now().getTime() < cached.expiresAtMs) return Promise.resolve(cached.token)
      pending ??= fetchToken(deadlineMs).finally(() => {
        pending = null
      })
      return pending
    },
    drop(token) {
      if (cached?.token === token) cached = null
    },
  }
}
