import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { createTake } from '../../../server/limits/reserved-quota.ts'
import { createWebhookQuota } from '../../../server/limits/webhook-quota.ts'
import { expireSessions } from '../../../server/sessions/expire-sessions.ts'
import { freshPostgres } from '../../support/databases.ts'
import { execute } from '../../support/execute.ts'
import { signIn } from '../../support/operator.ts'
import { startTestServer } from '../../support/test-server.ts'
import { watchSession } from '../../support/watcher.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'
import { openShare, type Share } from './stores.ts'

const startTwo = async (variables: Record<string, string>) => {
  const databaseUrl = await freshPostgres()
  return [await startTestServer({ databaseUrl, variables }), await startTestServer({ databaseUrl, variables })] as const
}

test('the rate limit is one for all processes: exact, and duplicates do not count', async () => {
  const servers = await startTwo({ WEBHOOK_RATE_LIMIT: '20' })
  const webhooks = Array.from({ length: 40 }, () => guideWebhook('connections.active', { connectionId: randomUUID() }))
  const send = (webhook: object, index: number) => sendWebhook(servers[index % 2 === 0 ? 0 : 1], webhook)
  const answers = await Promise.all(webhooks.map(send))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(20)
  const refused = answers.find(({ status }) => status === 503)
  expect(refused?.body.error).toBe('Rate limit exceeded')
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  const stored = webhooks.filter((_, index) => answers[index]?.status === 200)
  for (const [index, webhook] of stored.entries()) {
    expect((await send(webhook, index + 1)).body).toMatchObject({ duplicate: true })
  }
})

test('what turns out to be a duplicate is free for every process at once', async () => {
  const servers = await startTwo({ WEBHOOK_RATE_LIMIT: '3' })
  const send = (webhook: object, index: number) => sendWebhook(servers[index % 2 === 0 ? 0 : 1], webhook)
  const first = guideWebhook('a', {})
  for (let count = 0; count < 20; count++) expect((await send(first, count)).status).toBe(200)
  expect((await send(guideWebhook('a', {}), 0)).status).toBe(200)
  expect((await send(guideWebhook('a', {}), 1)).status).toBe(200)
  expect((await send(guideWebhook('a', {}), 0)).status).toBe(503)
  expect((await send(guideWebhook('a', {}), 1)).status).toBe(503)
  expect((await send({ ...guideWebhook('a', {}), organizationId: 'another' }, 1)).status).toBe(200)
})

test('a minute that is over counts no more, and its rows do not stay', async () => {
  const url = await freshPostgres()
  const { store } = await openShare(url)
  const quota = createWebhookQuota(1, store.shared?.limiterStore)
  const use = async () => createTake((await quota.reserve(new Map([['org', 1]]))).reserved).take('org')
  expect(await use()).toBe(0)
  expect(await use()).toBeGreaterThan(0)
  await store.transaction((tx) => execute(tx, 'update "RateLimit" set "expire" = ?', [Date.now() - 1]))
  expect(await use()).toBe(0)
  await store.transaction((tx) => execute(tx, 'update "RateLimit" set "expire" = ?', [Date.now() - 1]))
  const another = await openShare(url)
  await createWebhookQuota(1, another.store.shared?.limiterStore).reserve(new Map([['another', 1]]))
  expect(await execute(store, 'select "points" from "RateLimit"')).toEqual([{ points: 1 }])
})

test('hundreds of wrong keys at once from one address: thirty are told so', async () => {
  const [server] = await startTwo({})
  const statuses = await Promise.all(
    Array.from({ length: 300 }, async () => (await sendWebhook(server, '', { 'X-API-Key': 'wrong' })).status),
  )
  expect(statuses.toSorted()).toEqual([...Array(30).fill(401), ...Array(270).fill(429)])
})

test('wrong keys are counted over all processes, and a right one always passes', async () => {
  const servers = await startTwo({})
  const statuses: number[] = []
  for (let count = 0; count < 34; count++) {
    statuses.push((await sendWebhook(servers[count % 2 === 0 ? 0 : 1], '', { 'X-API-Key': 'wrong' })).status)
  }
  expect(statuses).toEqual([...Array(30).fill(401), ...Array(4).fill(429)])
  for (const server of servers) expect((await sendWebhook(server, guideWebhook('a', {}))).status).toBe(200)
})

test('wrong sign-ins and wrong tokens of operators are counted over all processes, also at once, and then no right one is looked at', async () => {
  const servers = await startTwo({})
  const at = (count: number) => servers[count % 2 === 0 ? 0 : 1]
  const guess = async (count: number) =>
    count % 4 < 2
      ? (await signIn(at(count), 'wrong')).status
      : (await fetch(`${at(count).url}/metrics`, { headers: { Authorization: 'Bearer wrong' } })).status
  const statuses = await Promise.all(Array.from({ length: 50 }, (_, count) => guess(count)))
  expect(statuses.toSorted()).toEqual([...Array(30).fill(401), ...Array(20).fill(429)])
  expect(await guess(0)).toBe(429)
  expect(await guess(3)).toBe(429)
  for (const server of servers) expect((await signIn(server)).status).toBe(429)
  expect((await sendWebhook(servers[0], '', { 'X-API-Key': 'wrong' })).status).toBe(401) // counted apart
})

test('an expiry is swept once, however many processes sweep, and watchers at any of them are told', async () => {
  const [a, b] = await startTwo({ SESSION_TTL_SECONDS: '1' })
  const sessions = await Promise.all(Array.from({ length: 20 }, () => a.trpc.session.create.mutate({})))
  const watchers = sessions.flatMap(({ sessionId }) => [watchSession(a, sessionId), watchSession(b, sessionId)])
  for (const watcher of watchers) {
    const views = await watcher.until((seen) => seen.at(-1)?.status === 'abandoned')
    expect(views.at(-1)?.version).toBe(2)
  }
})

test('two sweepers at the same moment share the work: each session is ended by one of them', async () => {
  const url = await freshPostgres()
  const [a, b] = [await openShare(url), await openShare(url)]
  await Promise.all(Array.from({ length: 60 }, () => a.createSession(randomUUID())))
  const now = () => new Date(Date.now() + 1_000_000)
  const sweep = ({ store, bus }: Share) => expireSessions({ db: store, bus, ttlMs: 900_000, now })
  const counts = await Promise.all([sweep(a), sweep(b), sweep(a), sweep(b)])
  const rest = await sweep(a)
  expect(counts.reduce((sum, count) => sum + count, rest)).toBe(60)
  const twice = await execute(
    a.store,
    `select "session" from "SessionHistory" where "cause" = 'expiry' and "version" <> 2`,
  )
  expect(twice).toEqual([])
})

test('what one process sweeps is not waited for by the next', async () => {
  const url = await freshPostgres()
  const [a, b] = [await openShare(url), await openShare(url)]
  for (let count = 0; count < 4; count++) await a.createSession(randomUUID())
  const later = new Date(Date.now() + 1_000_000)
  const [mine, theirs] = await a.store.transaction(async (rows) => {
    const first = await rows.expiredSessions(later, 3)
    const second = await b.store.transaction((others) => others.expiredSessions(later, 10))
    return [first.map(({ id }) => id), second.map(({ id }) => id)] as const
  })
  expect([mine.length, theirs.length]).toEqual([3, 1])
  expect(mine).not.toContain(theirs[0])
})

test('a claim is one process’s at a time, is shared out by name, and is free again when its work has failed', async () => {
  const url = await freshPostgres()
  const [a, b] = [await openShare(url), await openShare(url)]
  const done = await a.store.claim('job', async () => [
    await b.store.claim('job', async () => 'twice'),
    await a.store.claim('job', async () => 'twice'),
    await b.store.claim('another', async () => 'shared'),
  ])
  expect(done).toEqual([undefined, undefined, 'shared'])
  const failing = a.store.claim('job', () => Promise.reject(new Error('went wrong')))
  await expect(failing).rejects.toThrow('went wrong')
  expect(await b.store.claim('job', async () => 'free again')).toBe('free again')
})
