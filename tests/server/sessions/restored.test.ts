import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { Client } from 'pg'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { toEventId } from '../../../shared/event-id.ts'
import { SessionView } from '../../../shared/session-view.ts'
import { createDatabase } from '../../support/postgres.ts'
import { readStream } from '../../support/read-stream.ts'
import { startServerProcess } from '../../support/server-process.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

/** The promise is 15 s; a machine that is busy gets as long again. */
const within = { timeout: 30_000 }

/** What an open page does: it follows, and comes back with where it got to, however often it is cut. */
function openPage({ url }: { readonly url: string }, sessionId: string) {
  const views: SessionView[] = []
  const closed = new AbortController()
  let refused = 0
  const follow = async () => {
    while (!closed.signal.aborted) {
      const last = views.at(-1)
      const input = JSON.stringify({ sessionId, ...(last && { lastEventId: toEventId(last) }) })
      const address = `${url}/trpc/session.watch?input=${encodeURIComponent(input)}`
      await readStream(address, closed, (data) => views.push(SessionView.parse(data))).catch(() => refused++)
      await delay(100)
    }
  }
  void follow()
  onTestFinished(() => closed.abort())
  return { shown: () => views.at(-1), refused: () => refused }
}

type Server = { readonly url: string }

async function begin(server: Server) {
  const response = await fetch(`${server.url}/api/connections/session`, { method: 'POST' })
  const { sessionId, invitationId }: { sessionId: string; invitationId: string } = JSON.parse(await response.text())
  const tell = (word: string) =>
    sendWebhook(server, guideWebhook(`connections.${word}`, { invitationId, connectionId: sessionId }))
  return { sessionId, tell }
}

test('SQLite is restored to an older state: a page that was further shows it, and what comes of it then', async () => {
  await using server = await startServerProcess()
  const file = join(server.directory, 'data', 'nelfund-connect.db')
  const copy = join(server.directory, 'copy.db')
  const session = await begin(server)
  const page = openPage(server, session.sessionId)
  await session.tell('request')
  const db = new Sqlite(file)
  await db.backup(copy)
  db.close()
  await session.tell('response')
  await session.tell('active')
  await vi.waitUntil(() => page.shown()?.status === 'active', within)
  await server.kill('SIGTERM')
  for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
  copyFileSync(copy, file)
  await server.restart()
  await vi.waitUntil(() => page.shown()?.status === 'request', within)
  await session.tell('completed')
  await vi.waitUntil(() => page.shown()?.status === 'completed', within)
  expect(page.shown()?.version).toBe(3)
})

test('PostgreSQL is restored under a running server: open pages show the older state, and go on from there', async () => {
  const { url: databaseUrl, drop } = await createDatabase()
  const name = new URL(databaseUrl).pathname.slice(1)
  const root = new Client({ connectionString: `${inject('postgresUrl')}/postgres` })
  await root.connect()
  onTestFinished(async () => {
    await root.query(`drop database if exists ${name}_copy`)
    await root.end()
    await drop()
  })
  const cut = () => root.query('select pg_terminate_backend("pid") from pg_stat_activity where "datname" = $1', [name])
  /** A copy of a database needs it to be without connections for a moment. */
  const copyDatabase = (from: string, to: string) =>
    vi.waitFor(async () => {
      await cut()
      await root.query(`create database ${to} template ${from}`)
    }, within)

  const server = await startTestServer({ databaseUrl })
  const session = await begin(server)
  const page = openPage(server, session.sessionId)
  await session.tell('request')
  await copyDatabase(name, `${name}_copy`)
  const younger = await vi.waitFor(() => begin(server), within)
  const youngerPage = openPage(server, younger.sessionId)
  await vi.waitFor(async () => expect((await session.tell('response')).status).toBe(200), within)
  await vi.waitFor(async () => expect((await session.tell('active')).status).toBe(200), within)
  await vi.waitUntil(() => page.shown()?.status === 'active' && youngerPage.shown() !== undefined, within)
  await vi.waitFor(() => root.query(`drop database ${name} with (force)`), within)
  await root.query(`create database ${name} template ${name}_copy`)
  await vi.waitUntil(() => page.shown()?.status === 'request', within)
  await vi.waitUntil(() => youngerPage.refused() > 0, within)
  await vi.waitFor(async () => expect((await session.tell('completed')).status).toBe(200), within)
  await vi.waitUntil(() => page.shown()?.status === 'completed', within)
  expect(page.shown()?.version).toBe(3)
})
