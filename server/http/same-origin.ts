import type { MiddlewareHandler } from 'hono'
import type { OwnHost } from './own-host.ts'

/** By this a page knows why it is refused. */
const notSetUp = { error: 'This address is not set up' } as const

/** What of a request says where it comes from. */
export interface Origin {
  /** `Sec-Fetch-Site` */
  readonly site: string | undefined
  readonly origin: string | undefined
}

/**
 * Refuses what another site's page sends, and what comes to another host: a cross-site EventSource is a plain GET that no
 * preflight guards.
 */
export function sameOrigin(ownHost: OwnHost): MiddlewareHandler {
  return async (c, next) => {
    const host = ownHost.of(c.req.header('host'))
    if (host === null) return c.json(notSetUp, 403)
    const from = { site: c.req.header('sec-fetch-site'), origin: c.req.header('origin') }
    return isFromUs(ownHost, host, from) ? next() : c.json({ error: 'Forbidden' }, 403)
  }
}

/** Whether a request to `host`, which is ours, was sent by one of our pages, or by no page at all. */
export function isFromUs(ownHost: OwnHost, host: URL, { site, origin }: Origin): boolean {
  const isOurSite = site === undefined || site === 'same-origin' || site === 'none'
  return isOurSite && (origin === undefined || ownHost.isOrigin(origin, host))
}
