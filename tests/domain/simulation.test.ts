import { expect, test } from 'vitest'
import { runSchedule } from '../simulation/run-schedule.ts'

test('a hundred schedules of two processes, decided by their seeds, keep every promise', async () => {
  for (let seed = 1; seed <= 100; seed++) expect((await runSchedule(seed)).broken, `seed ${seed}`).toEqual([])
})

test('a schedule is the same each time', async () => {
  const play = async (seed: number) => {
    const steps: string[] = []
    const course = await runSchedule(seed, (what) => steps.push(what))
    return { ...course, steps }
  }
  expect(await play(7)).toEqual(await play(7))
})
