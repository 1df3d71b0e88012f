import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto'

/** Seals texts so that only who has the key can read or change them (AES-256-GCM). */
export interface Sealer {
  /** `about` says what it is of: what was sealed about one thing does not open as about another. */
  seal(text: string, about: string): string
  /** @throws SealError where no key fits, or it was changed, or it is about something else. */
  open(sealed: string, about: string): string
}

/** What was sealed cannot be opened. Nothing of it is in the message. */
export class SealError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SealError'
  }
}

const nonceBytes = 12
const tagBytes = 16

/** Seals with the first of `keys`, 32 bytes in hex each; opens with any: two while the key is changed. */
export function createSealer(keys: readonly string[]): Sealer {
  const known = keys.map((hex) => ({ id: hash('sha256', hex.toLowerCase()).slice(0, 8), key: Buffer.from(hex, 'hex') }))
  const [current] = known
  if (!current) throw new SealError('There is no key to seal with')
  return {
    seal(text, about) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(Buffer.from(about))
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${current.id}.${sealed.toString('base64url')}`
    },
    open(sealed, about) {
      const [id, body = ''] = sealed.split('.')
      const found = known.find((one) => one.id === id)
      if (!found) throw new SealError('It was sealed with a key that is not known here')
      const bytes = Buffer.from(body, 'base64url')
      if (bytes.length < nonceBytes + tagBytes) throw new SealError('What was sealed is damaged')
      try {
        const decipher = createDecipheriv('aes-256-gcm', found.key, bytes.subarray(0, nonceBytes))
        decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-tagBytes))
        return decipher.update(bytes.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
      } catch (error) {
        throw new SealError('What was sealed is damaged', { cause: error })
      }
    },
  }
}
