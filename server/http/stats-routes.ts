import { Hono } from 'hono'
import type { Admin } from '../admin/admin.ts'
import { operatorsOnly, type VisitorDeps } from './admin-visitor.ts'

/** The guide's statistics ("Monitoring"), for whatever watches this server without a browser. */
export function createStatsRoutes(admin: Admin, visitors: VisitorDeps): Hono {
  return new Hono().get('/webhook-stats', operatorsOnly(visitors), async (c) =>
    c.json(await admin.stats(), 200, { 'Cache-Control': 'no-store' }),
  )
}
