import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { runSchedule } from './run-schedule.ts'

/**
 * `npm run simulate -- [--schedules 100000] [--seed N]`: the webhook pipeline of two processes on a database that is
 * simulated, each schedule decided by its seed alone. Exit code 1 where a promise is broken; `--schedules 1 --seed N --trace`
 * plays that one again, step by step.
 */
const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
  },
})
const schedules = Number(values.schedules)
const first = Number(values.seed)
const failuresAtMost = 10

const Share = z.object({
  schedules: z.number(),
  steps: z.number(),
  crashes: z.number(),
  transactions: z.number(),
  failures: z.array(z.string()),
})
type Share = z.infer<typeof Share>

if (process.send) process.send(await runShare(first, schedules))
else {
  const started = performance.now()
  const workers = Math.min(availableParallelism(), schedules)
  const size = Math.ceil(schedules / workers)
  const shares =
    workers < 2
      ? [await runShare(first, schedules)]
      : await Promise.all(
          Array.from({ length: workers }, (_, index) =>
            runElsewhere(first + index * size, Math.min(size, schedules - index * size)),
          ),
        )
  const sum = (of: (share: Share) => number) => shares.reduce((total, share) => total + of(share), 0)
  const failures = shares.flatMap((share) => share.failures)
  const lines = [
    `${sum((share) => share.schedules)} schedules in ${Math.round((performance.now() - started) / 1000)} s, seeds from ${first}`,
    `${sum((share) => share.steps)} steps, ${sum((share) => share.transactions)} transactions, ${sum((share) => share.crashes)} crashes`,
    `${failures.length} broken`,
    ...failures,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  if (failures.length > 0) process.exitCode = 1
}

async function runElsewhere(seed: number, count: number): Promise<Share> {
  const child = fork(new URL(import.meta.url), ['--seed', String(seed), '--schedules', String(count)])
  const [share] = await once(child, 'message')
  child.disconnect()
  return Share.parse(share)
}

async function runShare(seed: number, count: number): Promise<Share> {
  const share: Share = { schedules: 0, steps: 0, crashes: 0, transactions: 0, failures: [] }
  for (let index = 0; index < count && share.failures.length < failuresAtMost; index++) {
    const onStep = values.trace ? (what: string) => void process.stdout.write(`${what}\n`) : undefined
    const { broken, steps, crashes, transactions } = await runSchedule(seed + index, onStep)
    share.schedules++
    share.steps += steps
    share.crashes += crashes
    share.transactions += transactions
    if (broken.length > 0) share.failures.push(`seed ${seed + index}: ${broken.join('; ')}`)
  }
  return share
}
