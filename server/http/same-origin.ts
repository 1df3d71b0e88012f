import type { MiddlewareHandler } from 'hono'
import type { OwnHost } from './own-host.ts'

/** By this a page knows why it is refused. */
const notSetUp = { error: 'This address is not set up' } as const

/**
 * Refuses what another site's page sends, and what comes to another host: a cross-site EventSource is a plain GET that no
 * preflight guards.
 */
export function sameOrigin(ownHost: OwnHost): MiddlewareHandler {
  return async (c, next) => {
    const host = ownHost.of(c)
    if (host === null) return c.json(notSetUp, 403)
    const site = c.req.header('sec-fetch-site')
    const origin = c.req.header('origin')
    const fromUs = site === undefined || site === 'same-origin' || site === 'none'
    if (!fromUs || (origin !== undefined && !ownHost.isOrigin(origin, host))) return c.json({ error: 'Forbidden' }, 403)
    return next()
  }
}
