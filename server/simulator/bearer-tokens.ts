import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

interface BearerTokensOptions {
  readonly clientId: string
  readonly clientSecret: string
  readonly now: () => Date
}

/** The tokens that the simulated platform has given out; a restart forgets them, as a real one's do expire. */
export interface BearerTokens {
  /** A new token, or null where id or secret is wrong. */
  issue(clientId: string, clientSecret: string): { token: string; expiresInSeconds: number } | null
  /** Whether an `Authorization` header carries a token that is still good. */
  accept(authorization: string | undefined): boolean
}

const lifeSeconds = 300

export function createBearerTokens({ clientId, clientSecret, now }: BearerTokensOptions): BearerTokens {
  const expiresAtMs = new Map<string, number>()
  return {
    issue(id, secret) {
      if (id !== clientId || !isSame(secret, clientSecret)) return null
      for (const [token, endMs] of expiresAtMs) if (endMs <= now().getTime()) expiresAtMs.delete(token)
      const token = randomBytes(32).toString('base64url')
      expiresAtMs.set(token, now().getTime() + lifeSeconds * 1000)
      return { token, expiresInSeconds: lifeSeconds }
    },
    accept(authorization) {
      const endMs = expiresAtMs.get(authorization?.replace(/^Bearer /i, '') ?? '')
      return endMs !== undefined && now().getTime() < endMs
    },
  }
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
