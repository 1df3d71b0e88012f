import { pino } from 'pino'
import { openConfirmd } from '../../server/confirmd/open-confirmd.ts'
import { openDatabase } from '../../server/db/open-database.ts'
import { readEnv } from '../../server/env.ts'
import { noQuota } from '../../server/limits/webhook-quota.ts'
import { createLocalBus } from '../../server/sessions/bus.ts'
import { expireSessions } from '../../server/sessions/expire-sessions.ts'
import { createInbox } from '../../server/webhooks/inbox.ts'
import { createReconcile } from '../../server/webhooks/reconcile.ts'
import { startPlatform } from './product.ts'
import { openSql } from './sql.ts'

/** A hundred sessions a second that run out are 360,000 an hour. */
const due = 100
const times = 20
const ttlMs = 900_000
const afterMs = 60_000

/** What runs by itself each second or few, over all that is stored: how long each round takes, in milliseconds. */
export async function measureRounds(databaseUrl: string) {
  const log = pino({ level: 'silent' })
  const platform = await startPlatform()
  const env = readEnv(platform.settings)
  const db = await openDatabase(databaseUrl, log)
  const sql = await openSql(databaseUrl)
  const bus = createLocalBus(log)
  const now = () => new Date()
  const { platform: asked, organizationId } = await openConfirmd(env, {
    ...{ log, webhookSecret: 'unused-secret-of-the-benchmark-0123456789', dataDirectory: 'data' },
    ...{ patience: undefined, here: 'http://127.0.0.1:1', answered: () => undefined },
  })
  const timed = async (work: () => Promise<unknown>) => {
    const startedMs = performance.now()
    await work()
    return performance.now() - startedMs
  }
  const stand = (status: string, expiresAtMs: number) =>
    sql.run(`update "ConnectionSession" set "status" = '${status}', "credential" = 'idle', "proof" = 'idle', "expiresAt" = ${sql.moment(String(expiresAtMs))}
      where "id" in (select "id" from "ConnectionSession" where "status" = 'completed' order by "id" limit ${due})`)
  const idle: number[] = []
  const expiring: number[] = []
  const reconciling: number[] = []
  try {
    for (let time = 0; time < times; time++) {
      idle.push(await timed(() => expireSessions({ db, bus, ttlMs, now })))
      await stand('request', Date.now() - 1000)
      expiring.push(await timed(() => expireSessions({ db, bus, ttlMs, now })))
    }
    const observer = { stored: () => undefined, committed: () => undefined }
    const inbox = createInbox({ db, bus, quota: noQuota, ttlMs, now, log, observer })
    const reconcile = createReconcile({
      records: asked.records,
      ...{ inbox, db, organizationId, ttlMs, afterMs, log, now },
    })
    for (let time = 0; time < times; time++) {
      await stand('request', Date.now() + ttlMs - afterMs - 10_000)
      reconciling.push(await timed(() => reconcile(new AbortController().signal)))
    }
  } finally {
    await sql.close()
    await db.close()
    platform.stop()
  }
  return { idle, expiring, reconciling }
}
