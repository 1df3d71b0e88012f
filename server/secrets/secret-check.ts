import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto'

/** What says that a body is authentic without showing the secret (CREDEBL's webhook service: `X-Signature`, `X-Timestamp`). */
export interface Signature {
  /** Hex HMAC-SHA-256 of `<timestamp>.<body>`. */
  readonly signature: string
  /** Milliseconds since the epoch, as they were sent. */
  readonly timestamp: string
}

export interface SecretCheck {
  /** Which of the secrets `candidate` is, by its mark; null where none. It takes as long whichever it is, and if it is none. */
  accept(candidate: string | undefined): string | null
  /** With which of the secrets `body` was signed, as it is, byte for byte; null where with none. It takes as long likewise. */
  acceptSignature(given: Signature, body: Uint8Array): string | null
}

/** A secret as it is compared. */
export interface KnownSecret {
  /** SHA-256. */
  readonly digest: Buffer
  /** Enough to tell people which it is, and nothing to guess it by: four of its digest's signs. */
  readonly mark: string
  /** Null where only the digest is known, which can check no signature. */
  readonly key: KeyObject | null
}

/** Secrets that may change while the server runs. */
export interface MoreSecrets {
  known(): readonly KnownSecret[]
}

const none: MoreSecrets = { known: () => [] }

/** Compares digests, so that neither length nor common prefix of a guess shows in the time. `more` is asked each time. */
export function createSecretCheck(secrets: readonly string[], more = none): SecretCheck {
  const own = secrets.map((secret) => toKnown(digestOf(secret), keyOf(secret)))
  return {
    accept(candidate) {
      const given = digestOf(candidate ?? '')
      let found: string | null = null
      const compare = ({ digest, mark }: KnownSecret) => {
        if (timingSafeEqual(digest, given)) found = mark
      }
      own.forEach(compare)
      more.known().forEach(compare)
      return found
    },
    acceptSignature({ signature, timestamp }, body) {
      const given = Buffer.from(signature, 'hex')
      let found: string | null = null
      const compare = ({ key, mark }: KnownSecret) => {
        if (key === null) return
        const right = createHmac('sha256', key).update(`${timestamp}.`).update(body).digest()
        if (given.length === right.length && timingSafeEqual(right, given)) found = mark
      }
      own.forEach(compare)
      more.known().forEach(compare)
      return found
    },
  }
}

const markBytes = 2

export function toKnown(digest: Buffer, key: KeyObject | null): KnownSecret {
  return { digest, key, mark: digest.toString('hex', 0, markBytes) }
}

/** What a secret is called by: see `KnownSecret`. */
export function toMark(secret: string): string {
  return toKnown(digestOf(secret), null).mark
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
