import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { startServerProcess } from '../support/server-process.ts'
import { guideWebhook, sendWebhook } from '../support/webhooks.ts'

const topics = ['request', 'response', 'active', 'completed'].map((word) => `connections.${word}`)
const Created = z.object({ sessionId: z.string(), invitationId: z.string() })

test('killed at random moments under load: every webhook that was answered 200 is stored once, with its effect', async () => {
  await using server = await startServerProcess({ WEBHOOK_RATE_LIMIT: '0' })
  const headers = { 'X-API-Key': server.webhookSecret }
  const answered = new Map<string, { sessionId: string; topic: string }>()

  for (let kill = 0; kill < 5; kill++) {
    const sessions = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const response = await fetch(`${server.url}/api/connections/session`, { method: 'POST' })
        return Created.parse(await response.json())
      }),
    )
    let killed = false
    const load = sessions.map(async ({ sessionId, invitationId }) => {
      for (const topic of topics) {
        const webhook = guideWebhook(topic, { invitationId, connectionId: sessionId })
        const answer = await sendWebhook(server, webhook, headers).catch(() => undefined)
        if (answer?.status === 200) answered.set(webhook.webhookId, { sessionId, topic })
        if (killed) return
      }
    })
    const enough = answered.size + randomInt(1, 140)
    await Promise.race([Promise.all(load), until(() => answered.size >= enough)])
    killed = true
    await server.restart()
    await Promise.all(load)
  }

  const db = new Database(join(server.directory, 'data/nelfund-connect.db'), { readonly: true })
  const stored = db.prepare<[string], { count: number; outcome: string }>(
    'select count(*) as count, outcome from WebhookEvent where webhookId = ?',
  )
  const entered = db
    .prepare<[string, string], number>(
      'select count(*) from SessionHistory h join ConnectionSession s on s.id = h.session where s.sessionId = ? and h.status = ?',
    )
    .pluck()
  expect(answered.size).toBeGreaterThan(20)
  for (const [webhookId, { sessionId, topic }] of answered) {
    expect(stored.get(webhookId)).toEqual({ count: 1, outcome: 'applied' })
    expect(entered.get(sessionId, topic.slice('connections.'.length))).toBe(1)
  }
  db.close()
})

test('SIGTERM in the middle of a burst: what is in flight is answered, and the process is gone within five seconds', async () => {
  await using server = await startServerProcess({ WEBHOOK_RATE_LIMIT: '0' })
  const headers = { 'X-API-Key': server.webhookSecret }
  const burst = Array.from({ length: 200 }, (_, index) =>
    guideWebhook('connections.active', { connectionId: 'c' }, `wh_${index}`),
  )
  const answers = Promise.all(burst.map((webhook) => sendWebhook(server, webhook, headers).catch(() => undefined)))
  const started = performance.now()
  expect(await server.kill('SIGTERM')).toBe(0)
  expect(performance.now() - started).toBeLessThan(5000)
  const accepted = (await answers).flatMap((answer) => (answer?.status === 200 ? [answer.body.webhookId] : []))
  const db = new Database(join(server.directory, 'data/nelfund-connect.db'), { readonly: true })
  const stored = new Set(db.prepare<[], string>('select webhookId from WebhookEvent').pluck().all())
  expect(accepted.filter((webhookId) => webhookId && !stored.has(webhookId))).toEqual([])
  db.close()
})

/** Polled between turns of the event loop: the condition is this test's own count. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}
