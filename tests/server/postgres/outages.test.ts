import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { MikroORM } from '@mikro-orm/postgresql'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../server/db/open-database.ts'
import { execute } from '../../support/execute.ts'
import { createTestLog } from '../../support/log.ts'
import { startPostgresServer } from '../../support/postgres-server.ts'
import { startTestServer } from '../../support/test-server.ts'
import { watchSession } from '../../support/watcher.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const topics = ['request', 'response', 'active', 'completed'].map((word) => `connections.${word}`)
const retryMs = 20

async function runOn(url: string, statement: string) {
  const orm = await MikroORM.init({ clientUrl: url, entities: [], discovery: { warnWhenNoEntities: false } })
  await orm.em.execute(statement).finally(() => orm.close())
}

async function statusAt({ url }: { readonly url: string }, path: string): Promise<number> {
  return (await fetch(`${url}${path}`)).status
}

test('PostgreSQL is stopped, crashes, is killed and comes back under load, at two servers: 503 meanwhile, no false 200, nothing lost, watchers go on', async () => {
  await using postgres = await startPostgresServer()
  await runOn(`${postgres.url}/postgres`, 'create database app')
  const databaseUrl = `${postgres.url}/app`
  const variables = { WEBHOOK_RATE_LIMIT: '0' }
  const servers = [await startTestServer({ databaseUrl, variables }), await startTestServer({ databaseUrl, variables })]
  const [a, b] = servers
  if (!a || !b) throw new Error('too few servers')
  const answered = new Set<string>()
  let refused = 0
  const deliver = async (webhook: ReturnType<typeof guideWebhook>, index: number) => {
    for (let attempt = index; ; attempt++) {
      const { status } = await sendWebhook(attempt % 2 === 0 ? a : b, webhook)
      if (status === 200) return answered.add(webhook.webhookId)
      expect(status).toBe(503)
      refused++
      await delay(retryMs)
    }
  }
  const runThrough = async (during: () => Promise<void>) => {
    const refusedBefore = refused
    const sessions = await Promise.all(Array.from({ length: 15 }, () => a.trpc.session.create.mutate({})))
    const watchers = sessions.map(({ sessionId }) => watchSession(b, sessionId))
    await Promise.all(watchers.map((watcher) => watcher.until((views) => views.length === 1)))
    let started: Promise<void> | undefined
    await Promise.all(
      sessions.map(async ({ sessionId, invitationId }, index) => {
        for (const topic of topics) {
          await deliver(guideWebhook(topic, { connectionId: sessionId, invitationId }), index)
          started ??= during()
        }
      }),
    )
    await started
    expect(refused).toBeGreaterThan(refusedBefore)
    for (const watcher of watchers) {
      const views = await watcher.until((seen) => seen.at(-1)?.status === 'completed')
      expect(views.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5])
      watcher.cut()
    }
  }
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    await runThrough(async () => {
      await postgres.stop(signal)
      await expect.poll(() => statusAt(a, '/readyz')).toBe(503) // who worked for a killed one hears of it a moment later
      expect(await statusAt(a, '/healthz')).toBe(200)
      expect(await statusAt(a, `/api/connections/session?sessionId=${randomUUID()}`)).toBe(503)
      await postgres.start()
    })
    for (const server of servers) await expect.poll(() => statusAt(server, '/readyz')).toBe(200)
  }
  await Promise.all(servers.map((server) => server.stop()))
  const store = await openDatabase(databaseUrl, createTestLog().logger)
  const stored = await execute(store, 'select "webhookId" from "WebhookEvent"')
  expect(new Set(stored.map(({ webhookId }) => webhookId))).toEqual(answered)
  expect(stored).toHaveLength(answered.size)
  await store.close()
})

test('a server that takes no more writes: not ready, and 503 for reads never; ready again by itself', async () => {
  await using postgres = await startPostgresServer()
  await runOn(`${postgres.url}/postgres`, 'create database app')
  const server = await startTestServer({ databaseUrl: `${postgres.url}/app` })
  const ready = () => statusAt(server, '/readyz')
  const setReadOnly = async (value: string) => {
    await runOn(`${postgres.url}/postgres`, `alter database app set default_transaction_read_only = ${value}`)
    await runOn(
      `${postgres.url}/postgres`,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'app'`,
    )
  }
  const session = await server.trpc.session.create.mutate({})
  expect(await ready()).toBe(200)
  await setReadOnly('on')
  await expect.poll(ready).toBe(503)
  expect((await sendWebhook(server, guideWebhook('connections.active', {}))).status).toBe(503)
  expect(await server.trpc.session.get.query(session)).toMatchObject({ version: 1 })
  await setReadOnly('off')
  await expect.poll(ready).toBe(200)
  expect((await sendWebhook(server, guideWebhook('connections.active', {}))).status).toBe(200)
})

test('what is wrong with DATABASE_URL is said in one line, without the password', async () => {
  await using postgres = await startPostgresServer()
  const at = new URL(postgres.url)
  const { logger } = createTestLog()
  const urlOf = (user: string, name: string, port = at.port) =>
    `postgresql://${user}:secret-word@${at.hostname}:${port}/${name}`
  await runOn(`${postgres.url}/postgres`, 'create database app')
  for (const role of ['reader', 'missing']) await runOn(`${postgres.url}/postgres`, `create role ${role} login`)
  const messages: string[] = []
  for (const url of [
    urlOf('nobody', 'app'),
    urlOf('postgres', 'missing'),
    urlOf('postgres', 'app', '1'),
    urlOf('reader', 'app'),
    urlOf('postgres', 'app', 'port'),
    urlOf('missing', ''),
  ]) {
    const message = await openDatabase(url, logger).then(
      () => 'opened',
      (error: Error) => error.message,
    )
    messages.push(message)
    expect(message).not.toMatch(/secret-word|\n/)
  }
  expect(messages).toEqual([
    `The server at ${at.host} refuses user "nobody" or the password.`,
    `There is no database "missing" on the server at ${at.host}: create it first.`,
    `No PostgreSQL answers at ${at.hostname}:1.`,
    'User "reader" may not change the tables: run "npm run migrate" as a user that may, then start again as this one.',
    'The address of the database cannot be read: it must be postgresql://USER:PASSWORD@HOST:PORT/NAME, with %25 for % and the like.',
    `There is no database "missing" on the server at ${at.host}: create it first.`,
  ])

  await (await openDatabase(urlOf('postgres', 'app'), logger)).close()
  await runOn(`${postgres.url}/app`, 'grant select, insert, update, delete on all tables in schema public to reader')
  await runOn(`${postgres.url}/app`, 'grant usage on all sequences in schema public to reader')
  await (await openDatabase(urlOf('reader', 'app'), logger)).close()
})
