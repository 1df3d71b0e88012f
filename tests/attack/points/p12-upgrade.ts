import { changeDatabase } from '../../support/change-database.ts'
import { platformWebhook } from '../../support/webhooks.ts'
import { ask, student } from '../ask.ts'
import type { Attack } from '../report.ts'
import { createSession, listWebhooks, readSession, startShipped, until, webhook } from '../target.ts'

export const upgrade: Attack = {
  point: '12',
  async run(check) {
    await check('an event that waits under the key of an older version', waitsUnderOldKey)
  },
}

const oldKey = 'platform_key-of-an-older-version'

async function waitsUnderOldKey() {
  await using server = await startShipped()
  const session = await createSession(server)
  const connectionId = '5f9d1f5e-0f0e-4a53-9d53-0c2b9a3e7f10'
  const proof = platformWebhook('Proof', { state: 'request-sent', connectionId })
  await webhook(server, proof)
  await server.kill('SIGTERM')
  const file = `sqlite:${server.directory}/data/nelfund-connect.db`
  // as an older version left it: its own key, and not decoded yet
  await changeDatabase(file, [`update WebhookEvent set webhookId = '${oldKey}', events = null`])
  await server.restart()
  const record = { state: 'completed', outOfBandId: session.invitationId, connectionId, id: connectionId }
  await webhook(server, platformWebhook('Connection', record))
  await until(async () => (await readSession(server, session.sessionId)).proof === 'request', 5000)
  const view = await readSession(server, session.sessionId)
  const rows = await listWebhooks(server)
  const waiting = rows.filter(({ outcome }) => outcome === 'unmatched')
  const own = rows.find(({ webhookId }) => webhookId === oldKey)
  const input = encodeURIComponent(JSON.stringify({ sessionId: session.sessionId }))
  const headers = { authorization: `Bearer ${server.adminToken}` }
  const timeline = (await ask(server, { from: student, path: `/trpc/qa.timeline?input=${input}`, headers })).body
  const named = [...timeline.matchAll(/"webhookId":"([^"]+)"/g)].map(([, id]) => id)
  const missing = named.filter((id) => !rows.some(({ webhookId }) => webhookId === id))
  return {
    held: waiting.length === 0 && own?.outcome === 'applied' && missing.length === 0 && view.proof === 'request',
    seen: `proof ${view.proof}; the event is ${own?.outcome}; ${waiting.length} wait; the history names ${missing.length} that do not exist`,
  }
}
