import { expect, test } from 'vitest'
import { createCallBudget } from '../../../server/confirmd/call-budget.ts'
import { reply } from './stub-platform.ts'
import { failureOf, stubbed } from './stubbed.ts'

const forever = new AbortController().signal

test('calls run a few at a time, in the order in which they came', async () => {
  const budget = createCallBudget({ atOnce: 2, waiting: 3 })
  const order: number[] = []
  const ends: (() => void)[] = []
  const run = (index: number, signal = forever) =>
    budget.run(() => {
      order.push(index)
      return new Promise<void>((resolve) => ends.push(resolve))
    }, signal)
  const abort = new AbortController()
  const runs = [run(0), run(1), run(2), run(3, abort.signal), run(4)]
  const left = failureOf(runs[3] ?? Promise.resolve())
  await expect(failureOf(run(5))).resolves.toMatchObject({ code: 'PLATFORM_BUSY', effect: 'none' })
  expect(budget.load()).toEqual({ running: 2, waiting: 3 })
  abort.abort()
  expect(await left).toMatchObject({ effect: 'none' })
  for (let index = 0; index < 4; index++) {
    while (!ends[index]) await new Promise(setImmediate)
    ends[index]?.()
  }
  await Promise.all(runs.filter((_, index) => index !== 3))
  expect(order).toEqual([0, 1, 2, 4])
  expect(budget.load()).toEqual({ running: 0, waiting: 0 })
})

test('a call that fails makes room for the next', async () => {
  const budget = createCallBudget({ atOnce: 1 })
  await expect(budget.run(() => Promise.reject(new Error('broken')), forever)).rejects.toThrow('broken')
  expect(await budget.run(async () => 'done', forever)).toBe('done')
})

test('the platform never gets more than twenty calls at once, tokens included', async () => {
  let [running, most] = [0, 0]
  const full = Promise.withResolvers<void>()
  const { platform, stub } = await stubbed(async () => {
    most = Math.max(most, ++running)
    if (running >= 20) full.resolve()
    await full.promise
    await new Promise(setImmediate)
    running--
    return reply(200, [])
  })
  await Promise.all(Array.from({ length: 100 }, () => platform.listProofs('connection')))
  expect(stub.calls).toHaveLength(100)
  expect(most).toBe(20)
})
