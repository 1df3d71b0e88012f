import Database from 'better-sqlite3'
import type { ServerProcess } from '../../support/server-process.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import { tally } from '../ask.ts'
import type { Attack } from '../report.ts'
import { createSession, listWebhooks, readSession, slowestHealth, startShipped, until, webhook } from '../target.ts'

const [events, bytes] = [2000, 240_000]
/** No event may hold the loop for longer: reading all of that takes several times as long. */
const stillMs = 2000
const connectionId = 'flooded-connection'

export const waiting: Attack = {
  point: '10',
  async run(check) {
    await check(`${events} unmatched events of 240 KB for one connection, then more`, flood)
  },
}

async function flood() {
  await using server = await startShipped()
  const session = await createSession(server)
  const bulky = () => guideWebhook('proofs.request', { connectionId, padding: 'x'.repeat(bytes) })
  await webhook(server, bulky())
  await server.kill('SIGTERM')
  multiply(server)
  await server.restart()
  const statuses: number[] = []
  let slowestEvent = 0
  const send = async (event: object) => {
    const { status, tookMs } = await webhook(server, event)
    statuses.push(status)
    slowestEvent = Math.max(slowestEvent, tookMs)
  }
  const slowest = await slowestHealth(server, async () => {
    for (let count = 0; count < 10; count++) await send(bulky())
    await send(guideWebhook('connections.completed', { connectionId, invitationId: session.invitationId }))
  })
  const isBound = await until(async () => (await readSession(server, session.sessionId)).status === 'completed', 20_000)
  const isSettled = await until(async () => (await listWebhooks(server, { outcome: 'unmatched' })).length === 0, 60_000)
  return {
    held: slowest < stillMs && isBound && isSettled && statuses.every((status) => status === 200),
    seen: `${tally(statuses)}; the loop stood still for ${Math.round(slowest)} ms, an event took ${Math.round(slowestEvent)} ms; the session is ${isBound ? '' : 'not '}bound, ${isSettled ? 'nothing' : 'something'} waits for ever`,
  }
}

/** As many more of the one that waits, as a version without a limit would have stored them. */
function multiply({ directory }: ServerProcess): void {
  const db = new Database(`${directory}/data/nelfund-connect.db`)
  const columns = db
    .prepare<[], string>(`select "name" from pragma_table_info('WebhookEvent') where "name" not in ('id', 'webhookId')`)
    .pluck()
    .all()
    .map((name) => `"${name}"`)
    .join(', ')
  db.exec(`with recursive n(i) as (values(1) union all select i + 1 from n where i < ${events - 1})
    insert into "WebhookEvent" ("webhookId", ${columns}) select "webhookId" || '-' || i, ${columns} from "WebhookEvent", n`)
  db.close()
}
