import { pino } from 'pino'
import type { Database } from '../../../server/db/database.ts'
import { openDatabase } from '../../../server/db/open-database.ts'
import type { Transaction } from '../../../server/db/transaction.ts'
import { readEnv } from '../../../server/env.ts'
import { listen } from '../../../server/http/listen.ts'
import { wire } from '../../../server/wire.ts'
import { webhookSecret } from '../../support/secrets.ts'

/**
 * The server as a process that kills itself at one moment of the first webhook: `dying-server.ts PORT MOMENT`, on the
 * database in `DATABASE_URL`. Tells its parent once it listens. The moments are those of `die` below.
 */
const [port, moment] = process.argv.slice(2)
const env = readEnv({ PORT: port, DATABASE_URL: process.env.DATABASE_URL })
const options = { log: pino({ level: 'silent' }), webhookSecret, adminToken: undefined, clientFiles: undefined }
const { listener, begin } = await wire(env, { ...options, dataDirectory: 'data', openDatabase: openDyingDatabase })
await listen((request, response) => {
  if (request.url === '/api/webhooks/confirmd') response.once('finish', () => die('answered'))
  return listener(request, response)
}, env)
begin()
process.send?.('ready')

async function openDyingDatabase(...given: Parameters<typeof openDatabase>) {
  return dyingDatabase(await openDatabase(...given))
}

function dyingDatabase(db: Database): Database {
  const transaction: Database['transaction'] = async (work) => {
    let storesWebhooks = false
    const result = await db.transaction(async (rows) => {
      const note = () => {
        storesWebhooks = true
        die('read')
      }
      return work(dyingTransaction(rows, note))
    })
    if (storesWebhooks) die('committed')
    return result
  }
  return { ...db, transaction, perform: (job, input) => transaction((rows) => job.run(rows, input)) }
}

function dyingTransaction(rows: Transaction, onWebhooks: () => void): Transaction {
  let armed = false
  const then = async (write: Promise<void>, written: string) => {
    await write
    if (armed) die(written)
  }
  return {
    ...rows,
    storedWebhooks(webhookIds) {
      armed = true
      onWebhooks()
      return rows.storedWebhooks(webhookIds)
    },
    updateSessions: (sessions) => then(rows.updateSessions(sessions), 'session written'),
    insertHistory: (history) => then(rows.insertHistory(history), 'history written'),
    insertWebhooks: (webhooks) => then(rows.insertWebhooks(webhooks), 'webhook written'),
    addCounters: (counters) => then(rows.addCounters(counters), 'counted'),
  }
}

function die(reached: string): void {
  if (reached === moment) process.kill(process.pid, 'SIGKILL')
}
