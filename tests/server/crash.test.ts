import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { runKills } from '../support/kill-run.ts'
import { startServerProcess } from '../support/server-process.ts'
import { findLosses } from '../support/stored-truth.ts'
import { guideWebhook, sendWebhook } from '../support/webhooks.ts'

test('killed at random moments under load: every webhook that was answered 200 is stored once, with its effect, and each watcher saw every step of it', async () => {
  await using server = await startServerProcess({ WEBHOOK_RATE_LIMIT: '0' })
  const students = await runKills([server], { kills: 5, atOnce: 20 })
  expect(students.length).toBeGreaterThanOrEqual(20)
  expect(await findLosses(`sqlite:${server.directory}/data/nelfund-connect.db`, students)).toEqual([])
  expect(server.errors()).toEqual([])
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
