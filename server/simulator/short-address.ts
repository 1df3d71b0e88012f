import { type Context, Hono } from 'hono'
import { toInvitation, toInvitationUrl } from './invitation.ts'
import type { Connection } from './records.ts'

/**
 * How the platform's own short address of an invitation answers; `off`: its invitations have long addresses.
 * `redirect` and `json` are Aries RFC 0434. `string` is a JSON string of the long address, labelled with a content
 * encoding that it does not have, as CREDEBL's storage does; `base64` has that encoding indeed.
 */
export const shortUrlForms = ['off', 'redirect', 'json', 'string', 'base64'] as const
export type ShortUrlForm = (typeof shortUrlForms)[number]

interface AddressOptions {
  readonly publicUrl: string
  readonly shortUrls: ShortUrlForm
}

interface ShortAddressOptions extends AddressOptions {
  readonly connections: readonly Connection[]
}

/** The address of an invitation, as the API gives it out. */
export function addressOf(connection: Connection, { publicUrl, shortUrls }: AddressOptions): string {
  if (shortUrls === 'off') return toInvitationUrl({ publicUrl, ...connection })
  return `${publicUrl}/simulator/url/${connection.shortId}`
}

/** At `/url`: what a short address answers. It serves as often as it is asked. */
export function createShortAddressRoutes(options: ShortAddressOptions): Hono {
  return new Hono().get('/:shortId', (c) => {
    const shortId = c.req.param('shortId')
    const found = options.connections.find((connection) => connection.shortId === shortId)
    c.header('cache-control', 'no-store')
    if (!found) return c.json({ statusCode: 404, message: 'Invitation not found', error: 'Not Found' }, 404)
    return answer(c, { ...found, ...options })
  })
}

function answer(c: Context, { shortUrls, ...invitation }: Connection & ShortAddressOptions) {
  const long = toInvitationUrl(invitation)
  const text = JSON.stringify(long)
  const headers = { 'content-type': 'application/json', 'content-encoding': 'base64' }
  switch (shortUrls) {
    case 'json':
      return c.json(toInvitation(invitation))
    case 'string':
      return c.body(text, 200, headers)
    case 'base64':
      return c.body(Buffer.from(text).toString('base64'), 200, headers)
    default:
      return c.redirect(long)
  }
}
