import { Hono } from 'hono'
import { type StatsContext, stats } from '../admin/stats.ts'
import { operatorsOnly, type VisitorDeps } from './admin-visitor.ts'

/** The guide's statistics ("Monitoring"), for whatever watches this server without a browser. */
export function createStatsRoutes(ctx: StatsContext, visitors: VisitorDeps): Hono {
  return new Hono().get('/webhook-stats', operatorsOnly(visitors), async (c) =>
    c.json(await stats(ctx), 200, { 'Cache-Control': 'no-store' }),
  )
}
