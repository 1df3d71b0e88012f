import { Hono } from 'hono'
import type { Metrics } from '../admin/metrics.ts'
import { stats } from '../admin/stats.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../trpc/init.ts'
import { createExportRoutes } from './export-routes.ts'
import { operatorsOnly, type VisitorDeps } from './operator-session.ts'

/** Where the link that `npm start` prints is served. */
export const signInPath = '/admin/sign-in'

export interface AdminRoutesDeps {
  readonly services: Services
  readonly metrics: Metrics
  readonly visitors: VisitorDeps
}

/**
 * The guide's statistics ("Monitoring") and Prometheus' metrics, for whatever watches this server without a browser; and
 * the link that signs in whoever opens it with a code that has not been used, then leads to the console, else to its
 * sign-in form, which says that the link is used up.
 */
export function createAdminRoutes({ services, metrics, visitors }: AdminRoutesDeps): Hono {
  const { access, cookie, clientIpOf } = visitors
  return new Hono()
    .get('/api/admin/webhook-stats', operatorsOnly(visitors), async (c) =>
      c.json(await stats(services), 200, { 'Cache-Control': 'no-store' }),
    )
    .get('/metrics', operatorsOnly(visitors), async (c) =>
      c.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' }),
    )
    .route('/api/admin', createExportRoutes(services, visitors))
    .get(signInPath, async (c) => {
      c.header('Cache-Control', 'no-store')
      c.header('Referrer-Policy', 'no-referrer')
      if (c.req.method === 'HEAD') return c.redirect('/admin', 303) // a look at the link, which must not use it up
      try {
        c.header('Set-Cookie', cookie.set(await access.signInOnce(c.req.query('code') ?? '', clientIpOf(c))))
      } catch (error) {
        if (!(error instanceof AppError && error.code !== 'DATABASE_UNAVAILABLE')) throw error
        return c.redirect(error.code === 'UNAUTHORIZED' ? '/admin?link=used' : '/admin', 303)
      }
      return c.redirect('/admin', 303)
    })
}
