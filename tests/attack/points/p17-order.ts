import { randomUUID } from 'node:crypto'
import type { ServerProcess } from '../../support/server-process.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import { ask } from '../ask.ts'
import type { Attack } from '../report.ts'
import { createSession, listWebhooks, readSession, startShipped, webhook } from '../target.ts'

export const order: Attack = {
  point: '17',
  async run(check) {
    await using server = await startShipped()
    await check('what waits, by two keys, in the order it came', async () => {
      const states = [await tellAll(server, 'before'), await tellAll(server, 'after')]
      return { held: states[0] === states[1], seen: `the proof is at ${states[0]}; had nothing waited, ${states[1]}` }
    })
    await check('what waits for a session that ends', async () => {
      const { invitationId, sessionId } = await createSession(server)
      const event = guideWebhook('proofs.request', { invitationId })
      await webhook(server, event)
      await ask(server, { method: 'POST', path: '/trpc/session.cancel', body: { sessionId } })
      const rows = await listWebhooks(server, { text: event.webhookId })
      return { held: rows[0]?.outcome === 'stale', seen: `it is ${rows[0]?.outcome}` }
    })
  },
}

const told = [
  ['proofs.request', 'connectionId'],
  ['proofs.presentation', 'invitationId'],
  ['proofs.verified', 'connectionId'],
  ['credentials.offer', 'invitationId'],
  ['credentials.declined', 'connectionId'],
] as const

/** Where a session is that was told all of it before it was connected, or after. */
async function tellAll(server: ServerProcess, when: 'before' | 'after'): Promise<string> {
  const { invitationId, sessionId } = await createSession(server)
  const keys = { invitationId, connectionId: randomUUID() }
  const connect = () => webhook(server, guideWebhook('connections.completed', keys))
  if (when === 'after') await connect()
  for (const [topic, key] of told) await webhook(server, guideWebhook(topic, { [key]: keys[key] }))
  if (when === 'before') await connect()
  const { proof, credential } = await readSession(server, sessionId)
  return `${proof}, ${credential}`
}
