import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { readDescriptorLimit, toConnectionCaps } from '../../../server/http/descriptors.ts'
import { ask, startChild } from '../child.ts'
import { quantile, spreadOf } from '../figures.ts'
import { settingsNote } from '../product.ts'
import type { BenchRow } from './bench-row.ts'
import { onProduct } from './throughput.ts'

const Return = z.object({ beyondMs: z.number(), failures: z.number(), processorMs: z.number() })
const Intake = z.object({ tookMs: z.array(z.number()) })
/** For the senders of both processes of a load, and whoever reads `/metrics`. */
const spareConnections = 160
const addressesNote = 'watchers: 900 to a client address, over 127.0.1.x, so that no limit per address is met'
const kib = 1024
const settledWithin = 0.005
const settlesWithinMs = 20_000
/** What they leave behind the first time is code. */
const firstWatchers = 300
const intakePerSecond = 200
/** Beyond those that are watched, which move while the watchers come back. */
const otherSessions = 10_000
/** In seconds; within which memory is to be given back. */
const minute = 60

export const memory: BenchRow = {
  name: 'memory',
  what: 'resident memory of the process, for each of many watchers, and what is left of it when they have gone',
  part: 'sqlite',
  isLong: true,
  async measure(subject) {
    const { goneSeconds } = subject.sizes
    const { count, notes } = asManyAsFit(subject.sizes.manyWatchers)
    return onProduct(subject, count, async ({ port, pid }) => {
      const first = startChild('watch-load.ts')
      await ask(first, { task: 'open', port, sendTo: port, count: Math.min(firstWatchers, count) })
      await ask(first, { task: 'pace', perSecond: 100, seconds: 1 })
      first.kill('SIGKILL')
      const before = await settledRss(pid())
      const load = startChild('watch-load.ts')
      try {
        const points: [number, number][] = [[0, before / kib]]
        for (const share of [0.25, 0.5, 0.75, 1]) {
          const open = Math.floor(count * share)
          await ask(load, { task: 'open', port, sendTo: port, count: open })
          points.push([open, (await settledRss(pid())) / kib])
        }
        const held = (points.at(-1)?.[1] ?? 0) * kib
        await ask(load, { task: 'leave' })
        await delay(goneSeconds * 1000)
        const left = readRss(pid())
        return {
          figures: [
            { name: 'a watcher', unit: 'KiB', figure: (held - before) / count, better: 'less', target: 10 },
            { name: 'before', unit: 'MiB', figure: before / kib },
            { name: 'all of them', unit: 'MiB', figure: held / kib },
            {
              ...(goneSeconds >= minute && { target: 90 }),
              name: 'given back',
              unit: '%',
              figure: (100 * (held - left)) / (held - before),
              better: 'more',
            },
          ],
          curves: [{ name: 'resident', points: [...points, [0, left / kib]] }],
          notes: [settingsNote, addressesNote, ...notes],
        }
      } finally {
        load.kill('SIGKILL')
      }
    })
  },
}

export const resync: BenchRow = {
  name: 'resync',
  what: 'as many watchers cut at once, each comes back after the retry delay for a version that it has missed',
  part: 'sqlite',
  async measure(subject) {
    const { count, notes } = asManyAsFit(subject.sizes.manyWatchers)
    return onProduct(subject, count + otherSessions, async ({ port }) => {
      const load = startChild('watch-load.ts')
      const others = startChild('intake-load.ts')
      try {
        await ask(load, { task: 'open', port, sendTo: port, count })
        await ask(load, { task: 'cut' })
        await ask(others, { task: 'start', port, perSecond: intakePerSecond, first: count, sessions: otherSessions })
        const { beyondMs, failures, processorMs } = Return.parse(await ask(load, { task: 'return' }))
        const { tookMs } = Intake.parse(await ask(others, { task: 'stop' }))
        const sorted = tookMs.toSorted((a, b) => a - b)
        return {
          figures: [
            { name: 'beyond the retry delay', unit: 's', figure: beyondMs / 1000, better: 'less', target: 5 },
            { name: 'connections refused or cut', unit: '', figure: failures, better: 'less' },
            { name: "the load's own processor", unit: 's', figure: processorMs / 1000 },
            { name: 'intake p50 meanwhile', unit: 'ms', figure: quantile(sorted, 0.5), better: 'less' },
            { name: 'intake p99 meanwhile', unit: 'ms', figure: quantile(sorted, 0.99), better: 'less', target: 50 },
          ],
          curves: [spreadOf('intake meanwhile', tookMs)],
          notes: [settingsNote, addressesNote, ...notes],
        }
      } finally {
        others.kill('SIGKILL')
        load.kill('SIGKILL')
      }
    })
  },
}

/** The server keeps some of its descriptors for webhooks; a child process has as many as this one. */
function asManyAsFit(wanted: number): { count: number; notes: string[] } {
  const fit = toConnectionCaps(readDescriptorLimit()).ordinary - spareConnections
  if (wanted <= fit) return { count: wanted, notes: [`${wanted} watchers`] }
  return {
    count: fit,
    notes: [`${fit} watchers: as many as open files allow here (ulimit -n ${readDescriptorLimit()})`],
  }
}

/** Once it has not moved for a while: what the operating system counts of the process in memory, in KiB. */
async function settledRss(pid: number): Promise<number> {
  const untilMs = performance.now() + settlesWithinMs
  let last = readRss(pid)
  while (performance.now() < untilMs) {
    await delay(3000)
    const now = readRss(pid)
    if (Math.abs(now - last) <= last * settledWithin) return now
    last = now
  }
  return last
}

function readRss(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN)
}
