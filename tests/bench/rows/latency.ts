import type { ChildProcess } from 'node:child_process'
import { z } from 'zod'
import { ask, startChild } from '../child.ts'
import { measureCommits } from '../disk.ts'
import { quantile, spreadOf } from '../figures.ts'
import { settingsNote } from '../product.ts'
import type { BenchRow } from './bench-row.ts'
import { meanBatch, onProduct } from './throughput.ts'

const quickDiskMs = 2
const commits = 2000
const Pace = z.object({ latenciesMs: z.array(z.number()) })

export const latency: BenchRow = {
  name: 'latency',
  what: 'webhook sent to event in the watcher, 1,000/s over 2,000 watchers; the disk right after it',
  part: 'sqlite',
  async measure(subject) {
    const { watchers, perSecond, seconds } = subject.sizes
    const whole = await onProduct(subject, watchers, async ({ port }) => {
      const latenciesMs = await paced({ watched: port, sendTo: port, watchers, perSecond, seconds, whole: true })
      return latenciesMs.sort((a, b) => a - b)
    })
    return onProduct(subject, watchers, async (product) => {
      const { port, directory } = product
      const latenciesMs = await paced({ watched: port, sendTo: port, watchers, perSecond, seconds })
      const batch = await meanBatch(product)
      const warnings = product.warnings()
      await product[Symbol.asyncDispose]()
      const commitsMs = measureCommits(directory, Math.max(1, Math.round(batch)), commits).toSorted((a, b) => a - b)
      const sorted = latenciesMs.toSorted((a, b) => a - b)
      const warm = latenciesMs.slice(latenciesMs.length / 2).sort((a, b) => a - b)
      const diskMs = quantile(commitsMs, 0.99)
      const target = diskMs <= quickDiskMs ? 5 : diskMs + 3
      return {
        figures: [
          { name: 'p50', unit: 'ms', figure: quantile(sorted, 0.5), better: 'less', target: 1 },
          { name: 'p95', unit: 'ms', figure: quantile(sorted, 0.95), better: 'less' },
          { name: 'p99', unit: 'ms', figure: quantile(sorted, 0.99), better: 'less', target },
          { name: 'p50 of the second half', unit: 'ms', figure: quantile(warm, 0.5), better: 'less' },
          { name: 'p99 of the second half', unit: 'ms', figure: quantile(warm, 0.99), better: 'less' },
          { name: 'whole registrations p50', unit: 'ms', figure: quantile(whole, 0.5), better: 'less' },
          { name: 'whole registrations p99', unit: 'ms', figure: quantile(whole, 0.99), better: 'less' },
          { name: 'batch', unit: 'webhooks', figure: batch },
          { name: "the disk's commit p50", unit: 'ms', figure: quantile(commitsMs, 0.5) },
          { name: "the disk's commit p99", unit: 'ms', figure: diskMs },
        ],
        curves: [spreadOf('webhook to watcher', latenciesMs), spreadOf("the disk's own commit", commitsMs)],
        notes: [settingsNote, ...warnings.slice(0, 3)],
      }
    })
  },
}

/** Milliseconds from a webhook sent at a steady pace to its event at a watcher. */
export async function paced(of: {
  watched: number
  sendTo: number
  watchers: number
  perSecond: number
  seconds: number
  /** Whether students begin one after another and all their steps are mixed; else all take the first, then all the second. */
  whole?: boolean
}): Promise<number[]> {
  const load: ChildProcess = startChild('watch-load.ts')
  try {
    await ask(load, { task: 'open', port: of.watched, sendTo: of.sendTo, count: of.watchers })
    const { perSecond, seconds, whole } = of
    return Pace.parse(await ask(load, { task: 'pace', perSecond, seconds, whole })).latenciesMs
  } finally {
    load.kill('SIGKILL')
  }
}
