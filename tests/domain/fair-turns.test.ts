import { expect, test } from 'vitest'
import { createFairTurns, NoTurnError } from '../../server/limits/fair-turns.ts'

const settled = () => new Promise((resolve) => setImmediate(resolve))

/** Work that ends when it is told to, and who has begun, in order. */
function createWork(options: { atOnce: number; waiting: number }) {
  const turns = createFairTurns(options)
  const begun: string[] = []
  const ends: (() => void)[] = []
  const failed: string[] = []
  return {
    begun,
    failed,
    add: (key: string, signal?: AbortSignal) =>
      turns
        .run(key, signal, () => {
          begun.push(key)
          return new Promise<void>((resolve) => ends.push(resolve))
        })
        .catch((error: unknown) => failed.push(error instanceof NoTurnError ? `${key}: no turn` : `${key}: left`)),
    /** Ends the one that began first of those that have not ended. */
    async endOne() {
      await settled()
      ends.shift()?.()
      await settled()
    },
  }
}

test('one that sends many does not make others wait for all of them', async () => {
  const work = createWork({ atOnce: 2, waiting: 10 })
  for (let count = 0; count < 7; count++) void work.add('many')
  void work.add('one')
  void work.add('other')
  await settled()
  expect(work.begun).toEqual(['many', 'many'])
  for (let count = 0; count < 4; count++) await work.endOne()
  expect(work.begun.slice(2)).toEqual(['many', 'one', 'other', 'many'])
  expect(work.failed).toEqual([])
})

test('one that fills the queue makes room for another, and for none of its own', async () => {
  const work = createWork({ atOnce: 1, waiting: 3 })
  for (let count = 0; count < 5; count++) void work.add('many')
  await work.endOne()
  expect(work.failed).toEqual(['many: no turn'])
  void work.add('many')
  void work.add('one')
  await work.endOne()
  expect(work.failed).toEqual(['many: no turn', 'many: no turn'])
  await work.endOne()
  expect(work.begun).toContain('one')
})

test('who leaves gives up its place, in the queue and at work', async () => {
  const work = createWork({ atOnce: 1, waiting: 1 })
  const leaving = new AbortController()
  void work.add('a')
  void work.add('b', leaving.signal)
  leaving.abort()
  void work.add('c', AbortSignal.abort())
  void work.add('d')
  await work.endOne()
  expect(work.failed).toEqual(['b: left', 'c: left'])
  expect(work.begun).toEqual(['a', 'd'])
  await work.endOne()
  void work.add('e')
  await settled()
  expect(work.begun).toEqual(['a', 'd', 'e'])
})
