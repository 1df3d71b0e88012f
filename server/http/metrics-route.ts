import { Hono } from 'hono'
import type { Metrics } from '../admin/metrics.ts'
import { operatorsOnly, type VisitorDeps } from './admin-visitor.ts'

/** `/metrics` in the Prometheus text format, for operators. */
export function createMetricsRoute(metrics: Metrics, visitors: VisitorDeps): Hono {
  return new Hono().get('/', operatorsOnly(visitors), async (c) =>
    c.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' }),
  )
}
