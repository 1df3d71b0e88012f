import { syncBuiltinESMExports } from 'node:module'
import promised from 'node:timers/promises'

interface Timer {
  readonly dueMs: number
  readonly run: () => void
}

const real = {
  globals: { setTimeout, setImmediate, clearTimeout },
  promised: { setTimeout: promised.setTimeout, setImmediate: promised.setImmediate },
  random: Math.random,
}

/** Lets everything that is not waiting for the simulation run on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => real.globals.setImmediate(resolve))
}

/**
 * A clock of the simulation's own in place of the machine's, and its chance in place of `Math.random`, for all code of this
 * process until `end`. Timers stand still until `fire` runs them, whose moment is the simulation's to choose.
 */
export function startVirtualTime(startMs: number, random: () => number) {
  let nowMs = startMs
  let timers: Timer[] = []
  const add = (run: () => void, ms = 0): Timer => {
    const timer = { dueMs: nowMs + ms, run }
    timers.push(timer)
    return timer
  }
  const later = (ms?: number) => new Promise<void>((resolve) => add(resolve, ms))
  const clear = (timer: Timer) => {
    timers = timers.filter((other) => other !== timer)
  }
  replace(
    { setTimeout: add, setImmediate: (run: () => void) => add(run), clearTimeout: clear },
    { setTimeout: later, setImmediate: () => later() },
    random,
  )
  return {
    now: () => new Date(nowMs),
    /** How many are due without time going on. */
    due: (): number => timers.filter(({ dueMs }) => dueMs <= nowMs).length,
    pending: (): number => timers.length,
    /** Runs the timer that is due next, setting the clock forward to it where need be. */
    fire(): void {
      const next = timers.reduce<Timer | undefined>(
        (first, timer) => (first && first.dueMs <= timer.dueMs ? first : timer),
        undefined,
      )
      if (!next) return
      clear(next)
      nowMs = Math.max(nowMs, next.dueMs)
      next.run()
    },
    pass(ms: number): void {
      nowMs += ms
    },
    end: (): void => replace(real.globals, real.promised, real.random),
  }
}

export type VirtualTime = ReturnType<typeof startVirtualTime>

function replace(
  globals: Readonly<Record<keyof typeof real.globals, unknown>>,
  inPromises: Readonly<Record<keyof typeof real.promised, unknown>>,
  random: () => number,
): void {
  Object.assign(globalThis, globals)
  Object.assign(promised, inPromises)
  syncBuiltinESMExports()
  Math.random = random
}
