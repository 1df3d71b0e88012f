import { guideWebhook } from '../../support/webhooks.ts'
import { inLanes, tally } from '../ask.ts'
import type { Attack } from '../report.ts'
import { createSession, readSession, slowestHealth, startShipped, until, webhook } from '../target.ts'

const [events, bytes] = [300, 240_000]
/** No event may hold the loop for longer. */
const stillMs = 500

export const waiting: Attack = {
  point: '10',
  async run(check) {
    await check(`${events} unmatched events of 240 KB for one connection, then more`, flood)
  },
}

async function flood() {
  await using server = await startShipped()
  const session = await createSession(server)
  const keys = { connectionId: 'flooded-connection', padding: 'x'.repeat(bytes) }
  const bulky = () => guideWebhook('proofs.request', keys)
  const stored = await inLanes(Array(events).fill(0), 4, () => webhook(server, bulky()))
  let slowestEvent = 0
  const more = async () => {
    for (let count = 0; count < 3; count++)
      slowestEvent = Math.max(slowestEvent, (await webhook(server, bulky())).tookMs)
    const { connectionId } = keys
    const bind = guideWebhook('connections.completed', { connectionId, invitationId: session.invitationId })
    slowestEvent = Math.max(slowestEvent, (await webhook(server, bind)).tookMs)
  }
  const slowest = await slowestHealth(server, more)
  const isBound = await until(async () => (await readSession(server, session.sessionId)).status === 'completed', 10_000)
  return {
    held: slowest < stillMs && isBound && stored.every(({ status }) => status === 200),
    seen: `${tally(stored.map(({ status }) => status))}; then the loop stood still for ${Math.round(slowest)} ms, an event took ${Math.round(slowestEvent)} ms; the session is ${isBound ? '' : 'not '}bound`,
  }
}
