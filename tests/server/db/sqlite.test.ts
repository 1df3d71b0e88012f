import {
  closeSync,
  ftruncateSync,
  linkSync,
  openSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { openDatabase } from '../../../server/db/open-database.ts'
import { freshDirectory, freshSqlite } from '../../support/databases.ts'
import { createTestLog } from '../../support/log.ts'
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const Created = z.object({ sessionId: z.string() })

test('a second process on the same file is refused with a clear message; the file is free once the first has gone', async () => {
  const url = await freshSqlite()
  const { logger } = createTestLog()
  const first = await openDatabase(url, logger)
  await expect(openDatabase(url, logger)).rejects.toThrow(/Another process is using the database/)
  await expect(startServerProcess({ DATABASE_URL: url })).rejects.toThrow(/Another process is using the database/)
  await first.close()
  await (await openDatabase(url, logger)).close()
})

test('the file is taken whatever it is called: a symbolic link, a hard link in another directory, another spelling', async () => {
  const url = await freshSqlite()
  const path = url.slice('sqlite:'.length)
  const elsewhere = await freshDirectory()
  const { logger } = createTestLog()
  const server = await startServerProcess({ DATABASE_URL: url })
  symlinkSync(path, join(elsewhere, 'symbolic.db'))
  symlinkSync(dirname(path), join(elsewhere, 'directory'))
  linkSync(path, join(elsewhere, 'hard.db'))
  const names = [
    join(elsewhere, 'symbolic.db'),
    join(elsewhere, 'directory', basename(path)),
    join(elsewhere, 'hard.db'),
    relative(process.cwd(), path),
    join(dirname(path), '.', 'x', '..', basename(path)).replace(dirname(path), `${dirname(path)}/.`),
  ]
  for (const name of names)
    await expect(openDatabase(`sqlite:${name}`, logger)).rejects.toThrow(/Another process is using the database/)
  await expect(startServerProcess({ DATABASE_URL: `sqlite:${join(elsewhere, 'hard.db')}` })).rejects.toThrow(
    /exited with 1:\n.*Another process is using the database/s,
  )
  const sent = guideWebhook('connections.active', { connectionId: 'c' }, 'wh_1')
  expect((await sendWebhook(server, sent)).status).toBe(200)
  await server.kill('SIGKILL')
  await expect(openDatabase(`sqlite:${join(elsewhere, 'hard.db')}`, logger)).rejects.toThrow(/Start with that name/) // the journal lies beside the other
  await (await openDatabase(`sqlite:${join(elsewhere, 'symbolic.db')}`, logger)).close()
  const db = await openDatabase(`sqlite:${join(elsewhere, 'hard.db')}`, logger)
  expect(await db.query.selectFrom('WebhookEvent').select('webhookId').execute()).toEqual([{ webhookId: 'wh_1' }])
  await db.close()
  await server[Symbol.asyncDispose]()
})

test('a symbolic link to a file that is not there yet: made, and taken', async () => {
  const directory = await freshDirectory()
  const { logger } = createTestLog()
  symlinkSync(join(directory, 'real.db'), join(directory, 'link.db'))
  const first = await openDatabase(`sqlite:${join(directory, 'link.db')}`, logger)
  await expect(openDatabase(`sqlite:${join(directory, 'real.db')}`, logger)).rejects.toThrow(/Another process/)
  await first.close()
})

test('a webhook is on disk before it is answered: WAL, and every commit flushed', async () => {
  const url = await freshSqlite()
  const server = await startTestServer({ databaseUrl: url })
  await sendWebhook(server, guideWebhook('connections.active', { connectionId: 'c' }, 'wh_1'))
  const other = new Database(url.slice('sqlite:'.length), { readonly: true })
  expect(other.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(other.prepare('select webhookId, topic, connectionId, processed from WebhookEvent').all()).toEqual([
    { webhookId: 'wh_1', topic: 'connections.active', connectionId: 'c', processed: 0 },
  ])
  other.close()
})

test('while another program holds the file: 503 and no 200; afterwards the same webhook is stored', async () => {
  const url = await freshSqlite()
  const server = await startTestServer({ databaseUrl: url })
  const other = new Database(url.slice('sqlite:'.length))
  other.exec('begin immediate')
  const webhook = guideWebhook('connections.active', { connectionId: 'c' })
  const refused = await sendWebhook(server, webhook)
  expect(refused.status).toBe(503)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  other.exec('rollback')
  other.close()
  const stored = await sendWebhook(server, webhook)
  expect(stored.status).toBe(200)
  expect(stored.body.duplicate).toBeUndefined()
})

test('in memory everything works too, for a try', async () => {
  const server = await startTestServer({ databaseUrl: 'sqlite::memory:' })
  const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
  await sendWebhook(server, guideWebhook('connections.completed', { invitationId }))
  expect(await server.trpc.session.get.query({ sessionId })).toMatchObject({ version: 2, status: 'completed' })
})

// A wait for the file comes at every try, a busy machine's pause does not.
const nothingWaits =
  'while another program holds the file for seconds nothing waits on the event loop, and readiness says so'
test(nothingWaits, { retry: 3 }, async () => {
  const url = await freshSqlite()
  await using server = await startServerProcess({ DATABASE_URL: url })
  const other = new Database(url.slice('sqlite:'.length))
  other.exec('begin exclusive')
  const webhooks = Array.from({ length: 5 }, () => sendWebhook(server, guideWebhook('connections.active', {})))
  const times: number[] = []
  while (times.length < 150) {
    const startedMs = performance.now()
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    times.push(performance.now() - startedMs)
    await delay(10)
  }
  expect(Math.max(...times)).toBeLessThan(800)
  for (const { status } of await Promise.all(webhooks)) expect(status).toBe(503)
  await vi.waitFor(async () => expect(await ready(server)).toBe(503), { timeout: 60_000 })
  other.exec('rollback')
  other.close()
  await vi.waitFor(async () => expect(await ready(server)).toBe(200), { timeout: 60_000 })
})

test('a file that cannot be read: 503 with Retry-After for calls and streams, not ready; as before once it can', async () => {
  const url = await freshSqlite()
  const path = url.slice('sqlite:'.length)
  await using server = await startServerProcess({ DATABASE_URL: url })
  const created = await fetch(`${server.url}/api/connections/session`, { method: 'POST' })
  const { sessionId } = Created.parse(await created.json())
  await server.kill('SIGTERM') // what is in the journal goes into the file
  await server.restart()
  const input = encodeURIComponent(JSON.stringify({ sessionId }))
  const addresses = [
    `/api/connections/session?sessionId=${sessionId}`,
    `/trpc/session.get?input=${input}`,
    `/trpc/session.watch?input=${input}`,
  ]
  const ask = (address: string) => fetch(`${server.url}${address}`, { headers: { Accept: 'text/event-stream' } })
  const whole = readFileSync(path)
  const file = openSync(path, 'r+')
  ftruncateSync(file, 4096)
  closeSync(file)
  for (const address of addresses) {
    const answer = await ask(address)
    expect([address, answer.status]).toEqual([address, 503])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await answer.text()).not.toMatch(/malformed|SQLITE|disk/)
  }
  await vi.waitFor(async () => expect(await ready(server)).toBe(503), { timeout: 60_000 })
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  writeFileSync(path, whole, { flag: 'r+' })
  await vi.waitFor(async () => expect(await ready(server)).toBe(200), { timeout: 60_000 })
  for (const address of addresses) {
    const answer = await ask(address)
    expect(answer.status).toBe(200)
    await answer.body?.cancel()
  }
  expect(server.errors()).toEqual([])
})

test('operators’ streams outlive a file that cannot be read, and go on by themselves', async () => {
  const url = await freshSqlite()
  const path = url.slice('sqlite:'.length)
  await using server = await startServerProcess({ DATABASE_URL: url })
  const created = await fetch(`${server.url}/api/connections/session`, { method: 'POST' })
  const { sessionId } = Created.parse(await created.json())
  await server.kill('SIGTERM') // what is in the journal goes into the file
  await server.restart()
  const input = encodeURIComponent(JSON.stringify({ sessionId }))
  const streams = ['/trpc/admin.watchStats', `/trpc/qa.watchTimeline?input=${input}`].map((address) => {
    const stream = { text: '' }
    void readAll(`${server.url}${address}`, server.adminToken, stream)
    return stream
  })
  await vi.waitFor(() => expect(streams.every(({ text }) => text.includes('data: '))).toBe(true), { timeout: 20_000 })
  const whole = readFileSync(path)
  truncateSync(path, 4096)
  await vi.waitFor(async () => expect(await ready(server)).toBe(503), { timeout: 20_000 })
  writeFileSync(path, whole, { flag: 'r+' })
  await vi.waitFor(async () => expect(await ready(server)).toBe(200), { timeout: 20_000 })
  const before = streams.map(({ text }) => text.length)
  const body = JSON.stringify({ sessionId })
  const headers = { 'Content-Type': 'application/json' }
  expect((await fetch(`${server.url}/trpc/session.cancel`, { method: 'POST', body, headers })).status).toBe(200)
  const hasMore = () => streams.every(({ text }, index) => text.length > (before[index] ?? 0))
  await vi.waitFor(() => expect(hasMore()).toBe(true), { timeout: 20_000 })
  for (const { text } of streams) expect(text).not.toContain('serialized-error')
  expect(server.errors()).toEqual([])
})

/** Appends what this stream says until it ends. */
async function readAll(url: string, token: string, stream: { text: string }): Promise<void> {
  const headers = { Accept: 'text/event-stream', Authorization: `Bearer ${token}` }
  const { body } = await fetch(url, { headers })
  const decoder = new TextDecoder()
  try {
    for await (const chunk of body ?? []) stream.text += decoder.decode(chunk, { stream: true })
  } catch {
    // the server was stopped
  }
}

async function ready({ url }: Pick<ServerProcess, 'url'>) {
  return (await fetch(`${url}/readyz`)).status
}
