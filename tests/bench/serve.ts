import { randomUUID } from 'node:crypto'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { pino } from 'pino'
import { readEnv } from '../../server/env.ts'
import { createAddressOf } from '../../server/http/client-address.ts'
import { listen } from '../../server/http/listen.ts'
import { createSecretCheck } from '../../server/http/secrets.ts'
import { createWebhookRoute } from '../../server/http/webhook-route.ts'
import { toFirstHistory } from '../../server/sessions/change-set.ts'
import { openStore } from '../../server/store/open-store.ts'
import { createSlidingWindow } from '../../server/webhooks/sliding-window.ts'
import { wire } from '../../server/wire.ts'
import { initialState } from '../../shared/advance.ts'
import { invitationOf, webhookSecret } from './load-shape.ts'

/**
 * The server that is measured, in a process of its own: `serve.ts floor|webhooks PORT SESSIONS`, the database from
 * `DATABASE_URL`. Tells its parent `ready` once it listens.
 */
const [mode = '', port = '', sessionCount = '0'] = process.argv.slice(2)
const env = readEnv({ PORT: port, WEBHOOK_RATE_LIMIT: '0', DATABASE_URL: process.env.DATABASE_URL })
const log = pino({ level: 'warn' })

process.on('SIGINT', () => process.exit(0))
const app = mode === 'floor' ? floor() : await everything()
await listen(getRequestListener(app.fetch), env)
process.send?.('ready')

/** The route with key, parse and validation, but no database. */
function floor(): Hono {
  const route = createWebhookRoute({
    inbox: { store: async () => 'stored' },
    secrets: createSecretCheck([webhookSecret]),
    failures: createSlidingWindow(30, 60_000),
    organizationId: undefined,
    maxAgeSeconds: undefined,
    addressOf: createAddressOf(false),
    now: () => new Date(),
  })
  return new Hono().route('/api/webhooks/confirmd', route)
}

async function everything(): Promise<Hono> {
  await createSessionRows(Number(sessionCount))
  const { app: wired } = await wire(env, { log, webhookSecret, dataDirectory: 'data', clientFiles: undefined })
  return wired
}

async function createSessionRows(count: number): Promise<void> {
  const store = await openStore(env.databaseUrl, log)
  const now = new Date()
  await store.ledger.transaction(async (rows) => {
    for (let index = 0; index < count; index++) {
      const session = {
        sessionId: randomUUID(),
        version: 1,
        ...initialState,
        requestType: 'registration',
        invitationId: invitationOf(index),
        invitationUrl: 'https://platform.example/invitation',
        connectionId: null,
        theirDid: null,
        theirLabel: null,
        createdAt: now,
        updatedAt: now,
        expiresAt: new Date(now.getTime() + 900_000),
      }
      const id = await rows.insertSession({ ...session, ipAddress: null, userAgent: null })
      await rows.insertHistory([toFirstHistory({ ...session, id })])
    }
  })
  await store.close()
}
