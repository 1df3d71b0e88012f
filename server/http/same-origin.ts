import type { MiddlewareHandler } from 'hono'

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * Refuses what another site's page sends: a cross-site EventSource is a plain GET that no preflight guards.
 * `Host` must be the public one, against DNS rebinding; where that is a loopback name, any of them.
 */
export function sameOrigin(publicUrl: string): MiddlewareHandler {
  const ours = new URL(publicUrl)
  const isLocal = loopback.test(ours.hostname)
  const isOurHost = (host: string | undefined) => {
    const url = parse(`http://${host}`)
    return url !== null && (isLocal ? loopback.test(url.hostname) : url.host === ours.host)
  }
  const isOurOrigin = (origin: string, host: string | undefined) => {
    const url = parse(origin)
    return url !== null && (isLocal ? loopback.test(url.hostname) && url.host === host : url.origin === ours.origin)
  }
  return async (c, next) => {
    const host = c.req.header('host')
    const site = c.req.header('sec-fetch-site')
    const origin = c.req.header('origin')
    const fromUs = site === undefined || site === 'same-origin' || site === 'none'
    if (!isOurHost(host) || !fromUs || (origin !== undefined && !isOurOrigin(origin, host))) {
      return c.json({ error: 'Forbidden' }, 403)
    }
    return next()
  }
}

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}
