import type { MiddlewareHandler } from 'hono'

/**
 * Refuses what another site's page makes a browser send (403) and bodies that are not JSON (415), which a plain
 * form could send. Callers that are no browsers pass: they send neither `Sec-Fetch-Site` nor `Origin`.
 */
export const fromOwnPages: MiddlewareHandler = async (c, next) => {
  const site = c.req.header('sec-fetch-site') ?? 'none'
  if (!['same-origin', 'none'].includes(site)) return c.json({ error: 'Cross-site request refused' }, 403)
  const origin = c.req.header('origin')
  if (origin !== undefined && hostOf(origin) !== c.req.header('host'))
    return c.json({ error: 'Cross-site request refused' }, 403)
  const type = c.req.header('content-type')
  if (c.req.method === 'POST' && type !== undefined && !/^application\/json\s*(;|$)/i.test(type))
    return c.json({ error: 'Only JSON is taken' }, 415)
  return next()
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
