import { generateKeyPairSync } from 'node:crypto'
import { z } from 'zod'
import { parseJson } from '../../shared/parse-json.ts'
import { AppError } from '../errors.ts'

/** Who invites, as the wallet shows it. */
export const inviterLabel = 'NELFUND'

/** As much of an out-of-band invitation as the simulated wallet needs (Aries RFC 0434). */
const Invitation = z.object({
  '@type': z
    .string()
    .regex(/^(https:\/\/didcomm\.org\/|did:sov:BzCbsNYhMrjHiqZDTUASHg;spec\/)out-of-band\/1\.\d+\/invitation$/),
  '@id': z.string().min(1),
  label: z.string().default(inviterLabel),
})
export type Invitation = z.infer<typeof Invitation>

interface InvitationParts {
  readonly publicUrl: string
  readonly messageId: string
  readonly recipientKey: string
}

/** An out-of-band 1.1 invitation (Aries RFC 0434). */
export function toInvitation({ publicUrl, messageId, recipientKey }: InvitationParts) {
  return {
    '@type': 'https://didcomm.org/out-of-band/1.1/invitation',
    '@id': messageId,
    label: inviterLabel,
    accept: ['didcomm/aip1', 'didcomm/aip2;env=rfc19'],
    handshake_protocols: ['https://didcomm.org/didexchange/1.1', 'https://didcomm.org/connections/1.0'],
    services: [
      {
        id: '#inline-0',
        type: 'did-communication',
        recipientKeys: [recipientKey],
        serviceEndpoint: `${publicUrl}/simulator/didcomm`,
      },
    ],
  }
}

/** The URL of an invitation, as goes into a QR code: `…?oob=` and base64url JSON. */
export function toInvitationUrl(parts: InvitationParts): string {
  const oob = Buffer.from(JSON.stringify(toInvitation(parts))).toString('base64url')
  return `${parts.publicUrl}/simulator/invitation?oob=${oob}`
}

/**
 * Reads an invitation as a person may paste it: its URL in any scheme (`https://…?oob=`, `didcomm://invite?oob=`) or
 * its JSON.
 *
 * @throws AppError `BAD_REQUEST` where it is neither.
 */
export function readInvitation(text: string): Invitation {
  const trimmed = text.trim()
  return toInvitationRead(parseJson(trimmed.startsWith('{') ? trimmed : (oobOf(trimmed) ?? '')))
}

/** The invitation that `json` is. @throws AppError `BAD_REQUEST` where it is none. */
export function toInvitationRead(json: unknown): Invitation {
  const { data, error } = Invitation.safeParse(json)
  if (error) throw new AppError('BAD_REQUEST', 'This is not an invitation that a wallet can read')
  return data
}

/** The JSON within an invitation's URL, or null where there is none. */
export function oobOf(url: string): string | null {
  const oob = URL.canParse(url) ? new URL(url).searchParams.get('oob') : null
  return oob === null ? null : Buffer.from(oob, 'base64url').toString()
}

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
