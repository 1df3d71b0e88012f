import { Hono } from 'hono'

/** `/healthz` answers while the process lives and waits for nothing; `/readyz` says whether the database can be read and written. */
export function createHealthRoutes(isReady: () => Promise<boolean>): Hono {
  return new Hono()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', async (c) =>
      (await isReady()) ? c.json({ status: 'ready' }) : c.json({ error: 'The database does not answer' }, 503),
    )
}
