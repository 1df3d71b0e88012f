import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createOpeningQueue } from '../../../server/http/opening-queue.ts'

test('opens one in a turn of the event loop, in the order they came, so that nothing else waits for all of them', async () => {
  const queue = createOpeningQueue()
  const opened: number[] = []
  for (let index = 0; index < 50; index++)
    queue.add({
      isGone: () => false,
      open: async () => {
        opened.push(index)
      },
    })
  for (let turns = 0; opened.length < 50; turns++) {
    expect(opened.length).toBeLessThanOrEqual(turns)
    await nextTurn()
  }
  expect(opened).toEqual(Array.from({ length: 50 }, (_, index) => index))
})

test('passes over who has gone before their turn, and takes no turn for it', async () => {
  const queue = createOpeningQueue()
  const opened: string[] = []
  const add = (name: string, isGone: boolean) =>
    queue.add({
      isGone: () => isGone,
      open: async () => {
        opened.push(name)
      },
    })
  for (let index = 0; index < 1000; index++) add('gone', true)
  add('here', false)
  add('gone', true)
  await nextTurn()
  await nextTurn()
  expect(opened).toEqual(['here'])
  add('later', false)
  await expect.poll(() => opened).toEqual(['here', 'later'])
})

test('waits for answers of at most 64 together, and goes on with the others as they come', async () => {
  const queue = createOpeningQueue()
  const answers: (() => void)[] = []
  for (let index = 0; index < 100; index++)
    queue.add({ isGone: () => false, open: () => new Promise((resolve) => answers.push(resolve)) })
  await expect.poll(() => answers.length).toBe(64)
  for (let turn = 0; turn < 10; turn++) await nextTurn()
  expect(answers.length).toBe(64)
  for (const answer of answers.slice(0, 10)) answer()
  await expect.poll(() => answers.length).toBe(74)
})
