import { pino } from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createFailureLimit } from '../../server/limits/failure-limit.ts'
import { createTake } from '../../server/limits/reserved-quota.ts'
import { createWebhookQuota, noQuota, type WebhookQuota } from '../../server/limits/webhook-quota.ts'

/** The clock, and what it lets time out, stand still but for `vi.advanceTimersByTime`. */
function stopClock(): void {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
}

/** What `count` webhooks of each organization are answered, in one batch that stores all that it may. */
async function store(quota: WebhookQuota, wanted: Readonly<Record<string, number>>) {
  const { reserved, settle } = await quota.reserve(new Map(Object.entries(wanted)))
  const { take, used } = createTake(structuredClone(reserved))
  const waits = Object.entries(wanted).flatMap(([organizationId, count]) =>
    Array.from({ length: count }, () => take(organizationId)),
  )
  await settle(used)
  return waits
}

const ownFailures = () => createFailureLimit('webhook', undefined, pino({ enabled: false }))

test('as many webhooks as the limit in a minute, then the seconds until the next one', async () => {
  stopClock()
  const quota = createWebhookQuota(3, undefined)
  expect(await store(quota, { org: 2 })).toEqual([0, 0])
  vi.advanceTimersByTime(20_000)
  expect(await store(quota, { org: 3 })).toEqual([0, 40, 40])
  vi.advanceTimersByTime(39_500)
  expect(await store(quota, { org: 1 })).toEqual([1])
  vi.advanceTimersByTime(500)
  expect(await store(quota, { org: 4 })).toEqual([0, 0, 0, 60])
})

test('each organization has its own quota', async () => {
  stopClock()
  const quota = createWebhookQuota(1, undefined)
  expect(await store(quota, { a: 1, b: 2 })).toEqual([0, 0, 60])
  expect(await store(quota, { b: 1, c: 1 })).toEqual([60, 0])
})

test('many organizations that were made up have one quota together, and ours keeps its own', async () => {
  stopClock()
  const quota = createWebhookQuota(1, undefined, 'ours')
  const madeUp = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`made up ${index}`, 1]))
  expect((await store(quota, madeUp)).filter((wait) => wait === 0)).toHaveLength(5)
  expect(await store(quota, { ours: 1, another: 1 })).toEqual([0, 60])
})

test('what a batch does not use is given back; what it was refused is not counted', async () => {
  stopClock()
  const quota = createWebhookQuota(5, undefined)
  const duplicates = await quota.reserve(new Map([['org', 256]]))
  const { take, used } = createTake(duplicates.reserved)
  expect(take('org')).toBe(0)
  await duplicates.settle(used)
  expect(await store(quota, { org: 10 })).toEqual([0, 0, 0, 0, 60, 60, 60, 60, 60, 60])
})

test('a transaction that is run again counts from the beginning', async () => {
  const { reserved } = await createWebhookQuota(2, undefined).reserve(new Map([['org', 2]]))
  for (let attempt = 0; attempt < 3; attempt++) {
    const { take } = createTake(reserved)
    expect([take('org'), take('org'), take('org')]).toEqual([0, 0, 60])
  }
})

test('what is given back after its minute is not added to the next', async () => {
  stopClock()
  const quota = createWebhookQuota(2, undefined)
  const late = await quota.reserve(new Map([['org', 2]]))
  vi.advanceTimersByTime(60_000)
  await late.settle(new Map())
  expect(await store(quota, { org: 3 })).toEqual([0, 0, 60])
})

test('a quota of 0 is no limit', async () => {
  expect(createWebhookQuota(0, undefined)).toBe(noQuota)
  expect((await store(noQuota, { org: 1000 })).every((wait) => wait === 0)).toBe(true)
})

test('thirty failures a minute of each key', async () => {
  stopClock()
  const failures = ownFailures()
  for (let count = 0; count < 30; count++) expect(await failures.take('one')).toBe(0)
  vi.advanceTimersByTime(10_000)
  expect(await failures.take('one')).toBe(50)
  expect(await failures.take('another')).toBe(0)
  vi.advanceTimersByTime(50_000)
  expect(await failures.take('one')).toBe(0)
})

test('a flood of keys does not fill the memory: the least recently used is forgotten', async () => {
  stopClock()
  const failures = ownFailures()
  const fill = async (key: string) => {
    for (let count = 0; count < 30; count++) await failures.take(key)
  }
  await fill('first')
  await fill('second')
  for (let index = 0; index < 9_999; index++) await failures.take(`other ${index}`)
  expect(vi.getTimerCount()).toBe(10_000) // one for each key that is kept
  expect(await failures.take('second')).toBeGreaterThan(0)
  expect(await failures.take('first')).toBe(0)
})

test('a clock that is set back by an hour blocks nobody for an hour', async () => {
  stopClock()
  const quota = createWebhookQuota(1, undefined)
  await store(quota, { org: 1 })
  vi.setSystemTime(Date.now() - 3_600_000)
  expect(await store(quota, { org: 1 })).toEqual([60])
  vi.advanceTimersByTime(60_000)
  expect(await store(quota, { org: 1 })).toEqual([0])
})
