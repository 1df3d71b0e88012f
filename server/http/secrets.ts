import { createHash, timingSafeEqual } from 'node:crypto'

export interface SecretCheck {
  /** Whether `candidate` is one of the secrets; takes as long whichever it is, and if it is none. */
  accept(candidate: string | undefined): boolean
}

/** Compares SHA-256 digests, so that neither length nor common prefix of a guess shows in the time. */
export function createSecretCheck(secrets: readonly string[]): SecretCheck {
  const digests = secrets.map(digest)
  return {
    accept: (candidate) => {
      const given = digest(candidate ?? '')
      let found = false
      for (const known of digests) if (timingSafeEqual(known, given)) found = true
      return found
    },
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
