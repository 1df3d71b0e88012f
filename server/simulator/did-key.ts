import { generateKeyPairSync } from 'node:crypto'

const ed25519Prefix = Buffer.from([0xed, 0x01])
const base58Alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** A `did:key` of a fresh ed25519 key (W3C CCG did:key method). The private half is thrown away: nothing here decrypts. */
export function createDidKey(): string {
  const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
  return `did:key:z${toBase58(Buffer.concat([ed25519Prefix, Buffer.from(x ?? '', 'base64url')]))}`
}

/** Base58 with Bitcoin's alphabet; `bytes` must not start with a zero, which a multicodec key never does. */
function toBase58(bytes: Buffer): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`)
  let text = ''
  while (rest > 0n) {
    text = base58Alphabet.charAt(Number(rest % 58n)) + text
    rest /= 58n
  }
  return text
}
