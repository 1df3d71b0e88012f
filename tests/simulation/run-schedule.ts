import { setTimeout as delay } from 'node:timers/promises'
import { check } from './check.ts'
import { createEngine } from './engine.ts'
import { makePlan, type PlannedWebhook } from './plan.ts'
import { createRandom, type Random } from './random.ts'
import { type ServerPart, startServerPart, ttlMs } from './server-part.ts'
import { settle, startVirtualTime, type VirtualTime } from './virtual-time.ts'

export interface Course {
  /** What was promised and is not so; nothing where all is well. */
  readonly broken: readonly string[]
  readonly steps: number
  readonly crashes: number
  readonly transactions: number
}

const startMs = Date.parse('2026-01-01T00:00:00Z')
const processes = 2
/** Nothing that ends takes so many. */
const stepsAtMost = 20_000

/**
 * Plays one schedule, chosen by `seed` down to the order of single statements: two processes on one database, students who
 * begin and give up, webhooks that are late, lost, doubled and sent again, connections that break, processes that die and
 * come back, time that runs out. Then everything comes to rest, and what is stored is held against what is promised.
 */
export async function runSchedule(seed: number, onStep: (what: string) => void = () => undefined): Promise<Course> {
  const random = createRandom(seed)
  const time = startVirtualTime(startMs, random.next)
  try {
    return await play(random, time, onStep)
  } finally {
    time.end()
  }
}

async function play(random: Random, time: VirtualTime, onStep: (what: string) => void): Promise<Course> {
  const engine = createEngine()
  const claims = new Set<string>()
  const start = () => startServerPart(engine, claims, time.now)
  const parts = Array.from({ length: processes }, start)
  const plan = makePlan(random)
  const acknowledged = new Map<string, number>()
  const faults: string[] = []
  let isCalm = false
  let crashes = 0
  let steps = 0

  const anyPart = (): ServerPart => random.pick(parts)
  const pause = (ms: number) => delay(random.below(ms))
  const send = async ({ event, afterMs, attempts, repeats }: PlannedWebhook) => {
    await delay(afterMs)
    let left = attempts
    for (let again = repeats; left > 0; left--) {
      const receipt = await anyPart()
        .store(event)
        .catch((error: unknown) => String(error))
      if (receipt !== 'stored' && receipt !== 'duplicate') {
        await pause(60)
        continue
      }
      const count = (acknowledged.get(event.webhookId) ?? 0) + 1
      acknowledged.set(event.webhookId, count)
      if (count > 1 && receipt === 'stored') faults.push(`${event.webhookId} was new twice`)
      if (again-- === 0) return
      await pause(60)
    }
  }
  const register = async (invitationId: string) => {
    await pause(50)
    const view = await anyPart()
      .create(invitationId)
      .catch(() => undefined)
    if (!view || !plan.ends || random.chance(0.6)) return
    await pause(120)
    await anyPart()
      .cancel(view.sessionId)
      .catch(() => undefined)
  }
  const look = async () => {
    for (let count = 0; count < 3; count++) {
      await pause(60)
      if (plan.ends && random.chance(0.2)) time.pass(ttlMs)
      const part = anyPart()
      await (random.chance(0.5) ? part.sweep() : part.goOn()).catch(() => undefined)
    }
  }

  const disturb = () => {
    const index = random.below(parts.length)
    const part = parts[index]
    if (!part || random.chance(0.5)) {
      const open = part?.connections.open() ?? []
      if (open.length === 0) return
      onStep('a connection breaks')
      random.pick(open).cut(true)
      return
    }
    onStep(`process ${index} dies`)
    part.crash()
    crashes++
    parts[index] = start()
  }
  /** Until nothing is left that could move. */
  const drive = async (isDone: () => boolean) => {
    for (;;) {
      await settle()
      const runnable = parts.flatMap((part) => part.connections.runnable())
      if (runnable.length === 0 && time.pending() === 0) {
        if (!isDone()) faults.push('Nothing moves any more, and not everything is done')
        return
      }
      if (++steps > stepsAtMost) {
        faults.push('It does not end')
        return
      }
      if (!isCalm && random.chance(0.01)) disturb()
      else if (runnable.length > 0 && (time.pending() === 0 || random.chance(time.due() > 0 ? 0.6 : 0.9))) {
        onStep('a statement')
        random.pick(runnable).step()
      } else {
        onStep('a timer')
        time.fire()
      }
    }
  }
  const untilDone = async (tasks: readonly Promise<unknown>[]) => {
    let isDone = false
    const all = Promise.all(tasks).then(() => {
      isDone = true
    })
    await drive(() => isDone)
    if (isDone) await all
  }

  isCalm = random.chance(0.3) // many schedules have no fault: what goes wrong there needs none
  await untilDone([...plan.webhooks.map(send), ...plan.invitations.map(register), look()])
  isCalm = true
  await untilDone([anyPart().goOn()])
  const broken = [...faults, ...check(engine, acknowledged)]
  return { broken, steps, crashes, transactions: engine.commits.length }
}
