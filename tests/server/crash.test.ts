import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { runKills } from '../support/kill-run.ts'
import { postHead } from '../support/raw-http.ts'
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

test('SIGTERM while bodies are on their way: each webhook whose headers were read is answered 200, and stored', async () => {
  await using server = await startServerProcess({ WEBHOOK_RATE_LIMIT: '0' })
  const { port } = new URL(server.url)
  const bodies = Array.from({ length: 20 }, (_, index) => JSON.stringify(guideWebhook('a', {}, `wh_${index}`)))
  const sockets = await Promise.all(
    bodies.map(async (body) => {
      const socket = connect(Number(port), 'localhost').setEncoding('utf8')
      socket.write(postHead('Expect: 100-continue', `Content-Length: ${body.length}`))
      expect(await once(socket, 'data')).toEqual([expect.stringContaining('100 Continue')]) // the request is in flight now
      return socket
    }),
  )
  const gone = server.kill('SIGTERM')
  await expect.poll(() => fetch(`${server.url}/healthz`).then(Boolean, () => false)).toBe(false)
  const answers = await Promise.all(
    sockets.map(async (socket, index) => {
      socket.write(bodies[index] ?? '')
      const [answer] = await once(socket, 'data')
      return String(answer).slice(0, 'HTTP/1.1 200'.length)
    }),
  )
  expect(answers).toEqual(Array(20).fill('HTTP/1.1 200'))
  expect(await gone).toBe(0)
  const db = new Database(join(server.directory, 'data/nelfund-connect.db'), { readonly: true })
  expect(db.prepare('select count(*) from WebhookEvent').pluck().get()).toBe(20)
  db.close()
})
