import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { createRefusals } from '../../server/admin/refusals.ts'
import { readEnv } from '../../server/env.ts'
import { createClientIpOf } from '../../server/http/client-ip.ts'
import { listen } from '../../server/http/listen.ts'
import { createWebhookRoute } from '../../server/http/webhook-route.ts'
import { createFailureLimit } from '../../server/limits/failure-limit.ts'
import { createLog } from '../../server/log.ts'
import { createSecretCheck } from '../../server/secrets/secret-check.ts'
import { openLiteral } from './literal.ts'
import { webhookSecret } from './load-shape.ts'

/**
 * The webhook route as it is, with key, parse and validation: `floor-server.ts PORT [DATABASE]`, before nothing that would
 * store anything, or before the guide as it is written, on that database. Tells its parent once it listens.
 */
const [port = '', databaseUrl] = process.argv.slice(2)
const env = readEnv({ PORT: port })
const log = createLog(env.logLevel)
const inbox = databaseUrl === undefined ? { store: async () => 'stored' as const } : await openLiteral(databaseUrl)
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
await listen(getRequestListener(new Hono().route('/api/webhooks/confirmd', route).fetch), env)
process.on('disconnect', () => process.exit(0))
process.send?.('listening')
