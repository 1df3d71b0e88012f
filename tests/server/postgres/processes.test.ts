import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { SessionView } from '../../../shared/session-view.ts'
import { emptyPostgres, freshPostgres } from '../../support/databases.ts'
import { execute } from '../../support/execute.ts'
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts'
import { watchSession } from '../../support/watcher.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'
import { startRoundRobin } from './round-robin.ts'
import { openShare } from './stores.ts'

const topics = [
  ...['request', 'response', 'active', 'completed'].map((word) => `connections.${word}`),
  ...['request', 'presentation', 'verified'].map((word) => `proofs.${word}`),
  ...['offer', 'request', 'issued'].map((word) => `credentials.${word}`),
]
const Created = z.object({ sessionId: z.string(), invitationId: z.string() })
const retryMs = 25
const waiting = { timeout: 60_000 }

async function startProcesses(
  count: number,
  databaseUrl: string,
  more: Readonly<Record<string, string>> = {},
): Promise<ServerProcess[]> {
  const variables = { DATABASE_URL: databaseUrl, WEBHOOK_RATE_LIMIT: '0', ...more }
  const processes = await Promise.all(Array.from({ length: count }, () => startServerProcess(variables)))
  onTestFinished(async () => {
    for (const process of processes) await process[Symbol.asyncDispose]()
  })
  return processes
}

async function createSession({ url }: { url: string }) {
  const response = await fetch(`${url}/api/connections/session`, { method: 'POST' })
  return Created.parse(await response.json())
}

/** Sends as the platform does, again and again until it is answered 200. */
async function deliver(server: { url: string }, webhook: object, headers: Record<string, string>): Promise<void> {
  for (;;) {
    const answer = await sendWebhook(server, webhook, headers).catch(() => undefined)
    if (answer?.status === 200) return
    expect([undefined, 503]).toContain(answer?.status)
    await delay(retryMs)
  }
}

/** Follows a session over any number of cuts; resolves with the versions seen once the last one has come. */
async function follow(server: { url: string }, sessionId: string, last: number): Promise<number[]> {
  const seen: number[] = []
  while (seen.at(-1) !== last) {
    const watcher = watchSession(server, sessionId, seen.at(-1))
    await Promise.race([watcher.until((views) => views.at(-1)?.version === last), watcher.ended])
    watcher.cut()
    seen.push(...watcher.views.map(({ version }) => version))
    if (seen.at(-1) !== last) await delay(retryMs)
  }
  return seen
}

const oneTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

test('three processes start at once on an empty database; one is killed under load: nothing answered is lost, and watchers go on at another', async () => {
  const url = await emptyPostgres()
  const processes = await startProcesses(3, url)
  const [victim] = processes
  if (!victim) throw new Error('no process was started')
  const balancer = await startRoundRobin(processes.map((process) => process.url))
  const headers = { 'X-API-Key': victim.webhookSecret }
  const sessions = await Promise.all(Array.from({ length: 30 }, () => createSession(balancer)))
  const watching = sessions.map(({ sessionId }) => follow(balancer, sessionId, topics.length + 1))
  let delivered = 0
  let killed: Promise<unknown> | undefined
  await Promise.all(
    sessions.map(async ({ sessionId, invitationId }) => {
      for (const topic of topics) {
        await deliver(balancer, guideWebhook(topic, { connectionId: sessionId, invitationId }), headers)
        if (++delivered === 100) killed = victim.kill('SIGKILL')
      }
    }),
  )
  expect(killed).toBeDefined()
  for (const seen of await Promise.all(watching)) {
    expect(seen).toEqual(oneTo(topics.length + 1).slice((seen[0] ?? 1) - 1)) // from whatever was current when it began
  }
  for (const process of processes) expect(process.errors()).toEqual([])
  const { store } = await openShare(url)
  const [stored] = await execute(store, 'select count(*) as "count" from "WebhookEvent" where "outcome" <> ?', [
    'applied',
  ])
  expect(Number(stored?.count)).toBe(0)
})

test('a watcher at one process sees what lands on another; where the listening connections are cut, within seconds', async () => {
  const url = await freshPostgres()
  const [a, b] = await startProcesses(2, url)
  if (!a || !b) throw new Error('too few processes')
  const headers = { 'X-API-Key': a.webhookSecret }
  const { store } = await openShare(url)
  const { sessionId, invitationId } = await createSession(a)
  const watcher = watchSession(b, sessionId)
  await watcher.until((views) => views.length === 1)
  const sendAndSee = async (topic: string, version: number) => {
    const sentAt = performance.now()
    await sendWebhook(a, guideWebhook(topic, { connectionId: sessionId, invitationId }), headers)
    await watcher.until((views) => views.at(-1)?.version === version)
    return performance.now() - sentAt
  }
  expect(await sendAndSee('connections.request', 2)).toBeLessThan(1000)
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen %'`
  expect(await execute(store, cut)).not.toEqual([])
  expect(await sendAndSee('connections.response', 3)).toBeLessThan(5000)
  await execute(store, cut)
  await Promise.all([sendAndSee('connections.completed', 4), execute(store, cut)])
  expect(watcher.views.map(({ version }) => version)).toEqual([1, 2, 3, 4])
  watcher.cut()
})

test('what a process had claimed when it was killed is another’s soon after', async () => {
  const url = await freshPostgres()
  const { store } = await openShare(url)
  const holders = `select "pid" from pg_locks where "locktype" = 'advisory' and "granted"
    and "database" = (select "oid" from pg_database where "datname" = current_database())
    and "objid" = (hashtext('reconciler')::bigint & 4294967295)::oid`
  const holder = async () => Number((await execute(store, holders))[0]?.pid ?? 0)
  const often = { RECONCILE_AFTER_SECONDS: '1' }
  const [first] = await startProcesses(1, url, often)
  await expect.poll(holder, waiting).toBeGreaterThan(0)
  const ofFirst = await holder()
  await startProcesses(1, url, often)
  expect(await store.claim('reconciler', async () => 'twice')).toBeUndefined()
  expect(await holder()).toBe(ofFirst)
  await first?.kill('SIGKILL')
  await expect.poll(async () => ![0, ofFirst].includes(await holder()), waiting).toBe(true)
})

test('a newer version has changed the tables: a process that runs goes on, one that starts is refused with one line', async () => {
  const url = await freshPostgres()
  const [old] = await startProcesses(1, url)
  if (!old) throw new Error('no process was started')
  const headers = { 'X-API-Key': old.webhookSecret }
  const before = await createSession(old)
  const data = { connectionId: before.sessionId, invitationId: before.invitationId }
  await deliver(old, guideWebhook('connections.request', data), headers)
  const { store } = await openShare(url)
  await store.transaction(async (tx) => {
    await execute(tx, 'alter table "ConnectionSession" add "channel" varchar(16) not null default \'web\'')
    await execute(tx, 'alter table "WebhookEvent" add "trace" text null')
    await execute(tx, 'create index "WebhookEvent_trace" on "WebhookEvent" ("trace")')
    await execute(tx, 'create table "Later" ("id" int primary key)')
    await execute(tx, `insert into mikro_orm_migrations (name) values ('9999-from-the-future')`)
  })
  await deliver(old, guideWebhook('connections.completed', data), headers)
  const after = await createSession(old)
  await deliver(
    old,
    guideWebhook('connections.active', { connectionId: randomUUID(), invitationId: after.invitationId }),
    headers,
  )
  const view = await fetch(`${old.url}/api/connections/session?sessionId=${after.sessionId}`)
  expect(SessionView.parse(await view.json())).toMatchObject({ status: 'active' })
  expect(await follow(old, before.sessionId, 3)).toEqual([3])
  expect(old.errors()).toEqual([])
  await expect(startServerProcess({ DATABASE_URL: url })).rejects.toThrow(
    /exited with 1:\n.*newer version of NELFUND Connect/,
  )
})
