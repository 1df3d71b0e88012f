import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export const tokenLifeSeconds = 300

interface TokensOptions {
  readonly clientId: string
  readonly clientSecret: string
  readonly now: () => Date
}

/** The tokens that the simulated platform has given out; a restart forgets them, as a real one's do expire. */
export function createBearerTokens({ clientId, clientSecret, now }: TokensOptions) {
  const expiresAtMs = new Map<string, number>()
  return {
    /** A new token, or null where id or secret is wrong. */
    issue(id: string, secret: string): string | null {
      if (id !== clientId || !isSame(secret, clientSecret)) return null
      for (const [token, endMs] of expiresAtMs) if (endMs <= now().getTime()) expiresAtMs.delete(token)
      const token = randomBytes(32).toString('base64url')
      expiresAtMs.set(token, now().getTime() + tokenLifeSeconds * 1000)
      return token
    },
    /** Whether an `Authorization` header carries a token that is still good. */
    accept(authorization: string | undefined): boolean {
      const endMs = expiresAtMs.get(authorization?.replace(/^Bearer /i, '') ?? '')
      return endMs !== undefined && now().getTime() < endMs
    },
  }
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
