import { z } from 'zod'
import { parseJson } from '../../shared/parse-json.ts'
import type { Reference } from '../../shared/reference.ts'
import { toShownReference } from '../../shared/shown-reference.ts'

/** An out-of-band invitation (RFC 0434), of which only what every one has is looked at. */
const Invitation = z.looseObject({
  '@type': z.string().regex(/^(https:\/\/didcomm\.org\/|did:sov:[^;]{1,60};spec\/)out-of-band\/1\.\d+\/invitation$/),
  '@id': z.string().min(1).max(255),
})

/** The parameters under which wallets find a message in an address. */
const parameters = ['oob', 'c_i', 'd_m']

/** What some text turns out to hold: an invitation, with the complete address it stood in, or where to ask on. */
export type Found = { readonly message: string; readonly address: URL | null } | { readonly next: URL }

/** How often something may be wrapped into something else. */
const deepest = 5

/**
 * The invitation in what a short address answers: its JSON, that JSON as a string or in base64, a complete address, or
 * another short one; whatever is in `data` of an answer of the API. Null where it is none of these.
 */
export function findInvitation(text: string, depth = 0): Found | null {
  const trimmed = text.trim()
  if (depth > deepest || trimmed === '') return null
  if (/^(https?|didcomm):/i.test(trimmed) && URL.canParse(trimmed)) return readAddress(new URL(trimmed))
  const json = parseJson(trimmed)
  if (typeof json === 'string') return findInvitation(json, depth + 1)
  if (typeof json === 'object' && json !== null) {
    if (Invitation.safeParse(json).success) return { message: JSON.stringify(json), address: null }
    const inner: unknown = 'data' in json ? json.data : null
    if (inner === null || inner === undefined) return null
    return findInvitation(typeof inner === 'string' ? inner : JSON.stringify(inner), depth + 1)
  }
  const decoded = fromBase64(trimmed)
  return decoded === null ? null : findInvitation(decoded, depth + 1)
}

/** The invitation in an address, null where there is one that makes no sense; an address without any is one to ask at. */
export function readAddress(address: URL): Found | null {
  const name = parameters.find((one) => address.searchParams.has(one))
  if (name === undefined) return /^https?:$/.test(address.protocol) ? { next: address } : null
  const decoded = fromBase64(address.searchParams.get(name)?.replaceAll(' ', '+') ?? '') // a plus that was not escaped
  const message = decoded === null ? null : parseJson(decoded)
  if (!Invitation.safeParse(message).success) return null
  return { message: decoded ?? '', address: /^https?:$/.test(address.protocol) ? address : null }
}

/** `address` with the message in its `oob`, and nothing else that could be taken for one. */
export function withInvitation(address: URL, message: string): string {
  const complete = new URL(address)
  complete.hash = ''
  for (const name of parameters) complete.searchParams.delete(name)
  complete.searchParams.set('oob', Buffer.from(message).toString('base64url'))
  return complete.href
}

/** Who invites where the platform's invitation does not say. */
const usualLabel = 'NELFUND'

/**
 * The invitation in that complete address, naming beside who invites also for whom, and the reference that the page shows: wallets
 * show its label (RFC 0434), and platforms put only the organization's own name there. An address without an invitation stays as
 * it is.
 */
export function namingPortal(invitationUrl: string, portalName: string, reference: Reference): string {
  const found = URL.canParse(invitationUrl) ? readAddress(new URL(invitationUrl)) : null
  if (!found || 'next' in found || !found.address) return invitationUrl
  const { label, ...invitation } = Labelled.parse(JSON.parse(found.message))
  const named = { ...invitation, label: `${label || usualLabel} for ${portalName}, ${toShownReference(reference)}` }
  return withInvitation(found.address, JSON.stringify(named))
}

const Labelled = z.looseObject({ label: z.string().nullish().catch(null) })

function fromBase64(text: string): string | null {
  const compact = text.replace(/\s+/g, '')
  if (!/^[\w+/-]+={0,2}$/.test(compact)) return null
  const bytes = Buffer.from(compact, 'base64') // both alphabets
  const decoded = bytes.toString('utf8')
  return decoded.includes('\uFFFD') ? null : decoded
}
