import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { z } from 'zod'

const Key = z.looseObject({ kid: z.string(), kty: z.string() })
const Keys = z.array(Key).min(1)

/** The name that they are kept under. */
export const signingKeysName = 'signing'

function newKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' }
}

/** The one that signs, and the next one, which portals learn of before it does. */
export function newSigningKeys(): string {
  return JSON.stringify([newKey(), newKey()])
}

/** The first signs; all are published. */
export function readSigningKeys(text: string): z.output<typeof Keys> {
  return Keys.parse(JSON.parse(text))
}

/** The next one signs from now on, with a new one to follow; the one that signed stays published for what it has signed. */
export function rotateSigningKeys(text: string): string {
  const [before, next] = readSigningKeys(text)
  return JSON.stringify([next ?? newKey(), newKey(), before])
}
