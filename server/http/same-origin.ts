import type { MiddlewareHandler } from 'hono'

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * Refuses what another site's page sends: a cross-site EventSource is a plain GET that no preflight guards. `Host` must be
 * the public one, against DNS rebinding, or a loopback name with the `port` that is listened at; where the public one is a
 * loopback name itself, any of them. What a proxy says that the host was is not believed.
 */
export function sameOrigin(publicUrl: string, port: number): MiddlewareHandler {
  const ours = new URL(publicUrl)
  const isLocal = loopback.test(ours.hostname)
  const isOurHost = (url: URL) => {
    if (url.host === ours.host) return true
    return loopback.test(url.hostname) && (isLocal || Number(url.port || 80) === port)
  }
  const isOurOrigin = (origin: string, host: URL) => {
    const url = parse(origin)
    if (url === null) return false
    if (url.origin === ours.origin) return !isLocal || url.host === host.host
    return url.protocol === 'http:' && loopback.test(url.hostname) && url.host === host.host
  }
  return async (c, next) => {
    const host = parse(`http://${c.req.header('host')}`)
    const site = c.req.header('sec-fetch-site')
    const origin = c.req.header('origin')
    const fromUs = site === undefined || site === 'same-origin' || site === 'none'
    if (!host || !isOurHost(host) || !fromUs || (origin !== undefined && !isOurOrigin(origin, host))) {
      return c.json({ error: 'Forbidden' }, 403)
    }
    return next()
  }
}

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}
