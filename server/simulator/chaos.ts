import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../errors.ts'

const Share = z.coerce.number().min(0).max(1).default(0)
const Milliseconds = z.coerce.number().int().min(0).max(3_600_000)
const Span = z
  .object({ fromMs: Milliseconds, toMs: Milliseconds })
  .refine(({ fromMs, toMs }) => fromMs <= toMs, 'must not end before it begins')
const Outage = z
  .object({ forMs: Milliseconds.min(1), everyMs: Milliseconds.min(1) })
  .refine(({ forMs, everyMs }) => forMs <= everyMs, 'must not last longer than its period')

/** How the simulated platform misbehaves. Shares are of all webhooks, from 0 to 1. */
export const ChaosSettings = z.strictObject({
  /** Lost before the first attempt, as on the way from the agent: no delivery log of the real platform would show it. */
  drop: Share,
  /** Sent a second time. */
  duplicate: Share,
  /** How long a webhook waits before it leaves. */
  delay: Span.nullable().default(null),
  /** Overtaken by the next webhook of its connection. */
  reorder: Share,
  /** The platform neither answers nor delivers for `forMs` at the beginning of every `everyMs`. */
  outage: Outage.nullable().default(null),
  /** The same seed and the same order of connections give the same faults. */
  seed: z.coerce.number().int().default(1),
})
export type ChaosSettings = z.infer<typeof ChaosSettings>

const pair = /^(\d+)\s*([-/])\s*(\d+)$/

/**
 * Chaos as a line says it: `drop=0.1,duplicate=0.2,delay=50-500,reorder=0.1,outage=2000/10000,seed=7`. Times are in
 * milliseconds; `outage=2000/10000` is two seconds out of every ten.
 */
export const ChaosLine = z.string().transform((line, context): ChaosSettings => {
  const parts = line.split(',').filter((part) => part.trim() !== '')
  const { data, error } = ChaosSettings.safeParse(Object.fromEntries(parts.map(toEntry)))
  if (data) return data
  for (const { path, message } of error.issues)
    context.addIssue({ code: 'custom', message: path.length > 0 ? `${path.join('.')}: ${message}` : message })
  return z.NEVER
})

function toEntry(part: string): [string, unknown] {
  const [name = '', value = ''] = part.split('=', 2).map((side) => side.trim())
  const [, from, separator, to] = pair.exec(value) ?? []
  if (name === 'delay' && separator === '-') return [name, { fromMs: from, toMs: to }]
  if (name === 'outage' && separator === '/') return [name, { forMs: from, everyMs: to }]
  return [name, value === '' ? Number.NaN : value] // an empty text would count as 0
}

/** What `SIMULATOR_CHAOS` says. @throws AppError `BAD_REQUEST`, a line for each problem, naming the variable. */
export function readChaos(line: string): ChaosSettings {
  const { data, error } = ChaosLine.safeParse(line)
  if (data) return data
  throw new AppError('BAD_REQUEST', error.issues.map(({ message }) => `SIMULATOR_CHAOS: ${message}`).join('\n'))
}

/** Decides what goes wrong, and when. */
export type Chaos = ReturnType<typeof createChaos>

/** What goes wrong with one webhook. */
export type Faults = ReturnType<Chaos['next']>

const connectionsAtMost = 10_000

export function createChaos(first: ChaosSettings, now: () => Date) {
  let settings = first
  let sinceMs = now().getTime()
  let connections = new Map<string, { number: number; webhooks: number }>()
  let numbered = 0

  /** The connection's number, and how many webhooks it has had before this one. */
  const count = (key: string) => {
    const known = connections.get(key) ?? { number: numbered++, webhooks: 0 }
    connections.set(key, { ...known, webhooks: known.webhooks + 1 })
    const oldest = connections.size > connectionsAtMost ? connections.keys().next().value : undefined
    if (oldest !== undefined) connections.delete(oldest)
    return known
  }

  return {
    settings: () => settings,
    /** Starts again with `next`: connections are numbered from the next one on. */
    set(next: ChaosSettings) {
      settings = next
      sinceMs = now().getTime()
      connections = new Map()
      numbered = 0
    },
    /** What goes wrong with a connection's next webhook to an app. */
    next(appId: string, connectionId: string) {
      const { drop, duplicate, reorder, delay, seed } = settings
      const { number, webhooks } = count(`${appId} ${connectionId}`)
      const [one = 1, two = 1, three = 1, four = 0] = randomShares(`${seed}/${number}/${webhooks}`)
      return {
        drop: one < drop,
        duplicate: two < duplicate,
        reorder: three < reorder,
        delayMs: delay ? Math.round(delay.fromMs + four * (delay.toMs - delay.fromMs)) : 0,
      }
    },
    /** Whether the platform is in an outage at this moment. */
    isDown() {
      const { outage } = settings
      return outage !== null && (now().getTime() - sinceMs) % outage.everyMs < outage.forMs
    },
  }
}

/** Eight numbers from 0 to below 1 that depend on `key` alone, so that they are the same however things overlap in time. */
function randomShares(key: string): number[] {
  const hash = createHash('sha256').update(key).digest()
  return Array.from({ length: 8 }, (_, index) => hash.readUInt32BE(index * 4) / 2 ** 32)
}
