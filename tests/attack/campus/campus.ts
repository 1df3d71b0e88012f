import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ServerProcess } from '../../support/server-process.ts'
import type { Attack } from '../report.ts'
import { startStubPlatform } from '../stub-platform.ts'
import { startProduction } from '../target.ts'
import { register, type Walk } from './register.ts'

/** 2,000 students an hour are 34 a minute; these are more than three times as many, just below what one address may. */
const perMinute = 110
/** Nobody at a phone notices less, and no platform gives up before. Only a run that is long enough to be a figure is held to it. */
const [createMs, viewMs, measuredSeconds] = [2000, 2000, 100]

export const campus: Attack = {
  point: 'campus',
  async run(check, { campusSeconds }) {
    await using platform = await startStubPlatform()
    await using server = await startProduction(platform)
    for (const attacked of [false, true])
      await check(
        `${perMinute} students a minute behind one address, ${campusSeconds} s, ${attacked ? 'under attack' : 'in peace'}`,
        async () => {
          const walks = await (attacked ? underAttack(server, campusSeconds) : registerAll(server, campusSeconds / 2))
          return { held: walks.isWhole && (walks.isFast || campusSeconds < measuredSeconds), seen: walks.seen }
        },
        campusSeconds * 3 + 180,
      )
  },
}

async function underAttack(server: ServerProcess, seconds: number) {
  const attacker = fork(fileURLToPath(new URL('attacker.ts', import.meta.url)), [new URL(server.url).port])
  try {
    await once(attacker, 'message')
    return await registerAll(server, seconds)
  } finally {
    attacker.kill('SIGKILL')
  }
}

async function registerAll(server: ServerProcess, seconds: number) {
  const count = Math.round((seconds / 60) * perMinute)
  const failures: string[] = []
  const walks: Promise<Walk | undefined>[] = []
  for (let number = 0; number < count; number++) {
    walks.push(
      register(server).catch((error: unknown) => {
        failures.push(String(error))
        return undefined
      }),
    )
    await delay(60_000 / perMinute)
  }
  const done = (await Promise.all(walks)).filter((walk) => walk !== undefined)
  const created = done.map((walk) => walk.createMs)
  const viewed = done.flatMap((walk) => walk.viewsMs)
  const waited = done.filter(({ refused }) => refused > 0).length
  const isFast = quantile(created, 0.99) < createMs && quantile(viewed, 0.99) < viewMs
  const text = (values: readonly number[]) =>
    `p50 ${Math.round(quantile(values, 0.5))} ms, p99 ${Math.round(quantile(values, 0.99))} ms`
  return {
    isWhole: failures.length === 0 && done.length === count,
    isFast,
    seen: `${done.length} of ${count} registered${waited > 0 ? `, ${waited} had to wait for their turn` : ''}; create ${text(created)}; webhook to view ${text(viewed)}${failures[0] ? `; ${failures[0].slice(0, 80)}` : ''}`,
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
