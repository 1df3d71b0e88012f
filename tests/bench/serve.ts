import { fork } from 'node:child_process'
import { once } from 'node:events'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { pino } from 'pino'
import { createRefusals } from '../../server/admin/refusals.ts'
import { readEnv } from '../../server/env.ts'
import { createClientIpOf } from '../../server/http/client-ip.ts'
import { listen } from '../../server/http/listen.ts'
import { createWebhookRoute } from '../../server/http/webhook-route.ts'
import { createFailureLimit } from '../../server/limits/failure-limit.ts'
import { createSecretCheck } from '../../server/secrets/secret-check.ts'
import type { Inbox } from '../../server/webhooks/inbox.ts'
import { wire } from '../../server/wire.ts'
import { fillDatabase } from './fill-database.ts'
import { openLiteral } from './literal.ts'
import { organizationId, webhookSecret } from './load-shape.ts'

/**
 * The server that is measured, in a process of its own: `serve.ts floor|literal|webhooks PORT SESSIONS EVENTS`, with
 * that many sessions and stored events before it starts, the database from `DATABASE_URL`. Tells its parent `ready` once it
 * listens, and its memory when asked.
 */
const [mode = '', port = '', sessions = '0', events = '0'] = process.argv.slice(2)
const platform = mode === 'webhooks' ? await startPlatform() : {}
const env = readEnv({
  ...platform,
  PORT: port,
  WEBHOOK_RATE_LIMIT: '0',
  SESSION_RATE_LIMIT: '0',
  MAX_STREAMS_PER_ADDRESS: '0',
  RECONCILE_AFTER_SECONDS: '0',
  MAX_CONNECTIONS_PER_ADDRESS: '0',
  DATABASE_URL: process.env.DATABASE_URL,
})
const log = pino({ level: 'warn' })

if (mode !== 'floor') await fillDatabase(env.databaseUrl, log, { sessions: Number(sessions), events: Number(events) })
const app = await createServer()
await listen(getRequestListener(app.fetch), env)
process.on('message', () => {
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  process.send?.({ heapUsed, external, rss })
})
process.on('SIGTERM', () => process.exit(0)) // an orderly exit, so that --cpu-prof writes its file
process.send?.('ready')

/** Settings for a platform that answers at once. */
async function startPlatform(): Promise<Record<string, string>> {
  const child = fork(new URL('platform.ts', import.meta.url))
  const [started] = await once(child, 'message')
  const url = `http://127.0.0.1:${started}`
  return {
    CLIENT_ID: 'bench',
    CLIENT_SECRET: 'bench',
    ORGANIZATION_ID: organizationId,
    CREDENTIAL_DEFINITION_ID: 'definition',
    PROOF_CREDENTIAL_DEFINITION_ID: 'definition',
    CONFIRMD_AUTH_URL: `${url}/token`,
    CONFIRMD_API_URL: url,
  }
}

async function createServer(): Promise<Hono> {
  if (mode === 'floor') return routeWith({ store: async () => 'stored' })
  if (mode === 'literal') return routeWith(await openLiteral(env.databaseUrl))
  return (
    await wire(env, { log, webhookSecret, adminToken: webhookSecret, dataDirectory: 'data', clientFiles: undefined })
  ).app
}

/** The webhook route as it is, with key, parse and validation, before another inbox. */
function routeWith(inbox: Inbox): Hono {
  const route = createWebhookRoute({
    inbox,
    secrets: createSecretCheck([webhookSecret]),
    failures: createFailureLimit('webhook', undefined, log),
    organizationId: undefined,
    ownOrganizationId: 'bench',
    maxAgeSeconds: undefined,
    clientIpOf: createClientIpOf(false),
    now: () => new Date(),
    answered: () => {},
    refusals: createRefusals(() => new Date()),
    log,
  })
  return new Hono().route('/api/webhooks/confirmd', route)
}
