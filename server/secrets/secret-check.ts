import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto'

/** What says that a body is authentic without showing the secret (CREDEBL's webhook service: `X-Signature`, `X-Timestamp`). */
export interface Signature {
  /** Hex HMAC-SHA-256 of `<timestamp>.<body>`. */
  readonly signature: string
  /** Milliseconds since the epoch, as they were sent. */
  readonly timestamp: string
}

export interface SecretCheck {
  /** Whether `candidate` is one of the secrets; takes as long whichever it is, and if it is none. */
  accept(candidate: string | undefined): boolean
  /** Whether `body` was signed with one of the secrets, as it is, byte for byte; takes as long likewise. */
  acceptSignature(given: Signature, body: Uint8Array): boolean
}

/** Secrets that may change while the server runs. */
export interface MoreSecrets {
  /** SHA-256 digests of all of them. */
  digests(): readonly Buffer[]
  /** Those that can check a signature. */
  keys(): readonly KeyObject[]
}

const none: MoreSecrets = { digests: () => [], keys: () => [] }

/** Compares digests, so that neither length nor common prefix of a guess shows in the time. `more` is asked each time. */
export function createSecretCheck(secrets: readonly string[], more = none): SecretCheck {
  const digests = secrets.map(digestOf)
  const keys = secrets.map(keyOf)
  return {
    accept(candidate) {
      const given = digestOf(candidate ?? '')
      let found = false
      for (const known of digests) if (timingSafeEqual(known, given)) found = true
      for (const known of more.digests()) if (timingSafeEqual(known, given)) found = true
      return found
    },
    acceptSignature({ signature, timestamp }, body) {
      const given = Buffer.from(signature, 'hex')
      let found = false
      const compare = (key: KeyObject) => {
        const right = createHmac('sha256', key).update(`${timestamp}.`).update(body).digest()
        if (given.length === right.length && timingSafeEqual(right, given)) found = true
      }
      keys.forEach(compare)
      more.keys().forEach(compare)
      return found
    },
  }
}

const wellFormed = /^[0-9a-f]{64}$/i
const milliseconds = /^\d{1,15}$/

/** The signature in these headers, or null where there is none, or more than one, or none that could be right. */
export function readSignature(signature: string | undefined, timestamp: string | undefined): Signature | null {
  if (signature === undefined || timestamp === undefined) return null
  return wellFormed.test(signature) && milliseconds.test(timestamp) ? { signature, timestamp } : null
}

export function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

export function keyOf(secret: string): KeyObject {
  return createSecretKey(Buffer.from(secret))
}
