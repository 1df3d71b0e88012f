import { createPublicKey } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { startSimulated } from './simulated.ts'
import { invite } from './student.ts'

/** What a wallet library insists on: Aries RFC 0434 (out-of-band 1.1) with an inline service of RFC 0067. */
const OutOfBand = z.strictObject({
  '@type': z.literal('https://didcomm.org/out-of-band/1.1/invitation'),
  '@id': z.uuid(),
  label: z.literal('NELFUND'),
  accept: z.tuple([z.literal('didcomm/aip1'), z.literal('didcomm/aip2;env=rfc19')]),
  handshake_protocols: z.array(z.string().regex(/^https:\/\/didcomm\.org\/(didexchange|connections)\/1\.\d$/)).min(1),
  services: z.tuple([
    z.strictObject({
      id: z.string().startsWith('#'),
      type: z.literal('did-communication'),
      recipientKeys: z.tuple([z.string().startsWith('did:key:z6Mk')]),
      serviceEndpoint: z.url(),
    }),
  ]),
})

test('an invitation reads like any out-of-band invitation', async () => {
  const simulated = await startSimulated({ webhookUrl: () => 'http://127.0.0.1:9/nobody' })
  onTestFinished(() => simulated.close())
  const [one, two] = await Promise.all([invite(simulated), invite(simulated)])

  const address = new URL(one.invitationUrl)
  expect(address.href.startsWith(`${simulated.url}/simulator/invitation?oob=`)).toBe(true)
  const oob = address.searchParams.get('oob') ?? ''
  expect(oob).toMatch(/^[A-Za-z0-9_-]+$/)
  const invitation = OutOfBand.parse(JSON.parse(Buffer.from(oob, 'base64url').toString()))
  expect(invitation['@id']).not.toBe(one.invitationId)
  expect(one.invitationId).not.toBe(two.invitationId)

  const key = fromBase58(invitation.services[0].recipientKeys[0].replace('did:key:z', ''))
  expect([key.length, key[0], key[1]]).toEqual([34, 0xed, 0x01])
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.subarray(2).toString('base64url') }
  expect(createPublicKey({ key: jwk, format: 'jwk' }).asymmetricKeyType).toBe('ed25519')
})

function fromBase58(text: string): Buffer {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
  const value = [...text].reduce((sum, letter) => sum * 58n + BigInt(alphabet.indexOf(letter)), 0n)
  return Buffer.from(value.toString(16), 'hex')
}
