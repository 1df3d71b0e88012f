import { createHash, timingSafeEqual } from 'node:crypto'

export interface SecretCheck {
  /** Whether `candidate` is one of the secrets; takes as long whichever it is, and if it is none. */
  accept(candidate: string | undefined): boolean
}

const none: readonly Buffer[] = []

/**
 * Compares SHA-256 digests, so that neither length nor common prefix of a guess shows in the time. `more` answers the
 * digests of further secrets, asked each time.
 */
export function createSecretCheck(secrets: readonly string[], more = () => none): SecretCheck {
  const digests = secrets.map(digestOf)
  return {
    accept: (candidate) => {
      const given = digestOf(candidate ?? '')
      let found = false
      for (const known of digests) if (timingSafeEqual(known, given)) found = true
      for (const known of more()) if (timingSafeEqual(known, given)) found = true
      return found
    },
  }
}

export function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
