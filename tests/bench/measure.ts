import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { freePort } from '../support/free-port.ts'
import type { LoadDialect } from './load-shape.ts'

export type Mode = 'floor' | 'literal' | 'webhooks'

const Throughput = z.object({ perSecond: z.number(), refused: z.number() })
export const Memory = z.object({ heapUsed: z.number(), external: z.number(), rss: z.number() })
const Opened = z.object({ watchers: z.number() })
const Pace = z.object({ latenciesMs: z.array(z.number()) })
const Resync = z.object({ resyncMs: z.number() })

export interface WatchFigures {
  readonly heapPerWatcherKib: number
  readonly rssPerWatcherKib: number
  readonly latenciesMs: readonly number[]
  readonly resyncMs: number
}

/** Webhooks per second of a fresh server on a fresh database that already holds `events`, from 64 connections. */
export async function measureThroughput(
  mode: Mode,
  sessions: number,
  events = 0,
  dialect: LoadDialect = 'guide',
): Promise<number> {
  return withServer([mode, String(sessions), String(events)], async (port, _, directory) => {
    const load = start('webhook-load.ts', [port, String(sessions), '64', dialect], directory)
    const [message] = await once(load, 'message')
    const { perSecond, refused } = Throughput.parse(message)
    if (refused > 0) throw new Error(`${refused} webhooks were not stored`)
    return perSecond
  })
}

/** Memory, latency at a steady pace, and the time until all are back after all were cut. */
export async function measureWatchers(watchers: number, perSecond: number, seconds: number): Promise<WatchFigures> {
  return withServer(['webhooks', String(watchers), '0'], async (port, server, directory) => {
    const before = Memory.parse(await ask(server, 'memory'))
    const load = start('watch-load.ts', [port, String(watchers), String(perSecond), String(seconds)], directory)
    await once(load, 'message')
    try {
      Opened.parse(await ask(load, 'open'))
      const after = Memory.parse(await ask(server, 'memory'))
      const { latenciesMs } = seconds > 0 ? Pace.parse(await ask(load, 'pace')) : { latenciesMs: [] }
      const { resyncMs } = seconds > 0 ? Resync.parse(await ask(load, 'resync')) : { resyncMs: Number.NaN }
      const perWatcherKib = (bytes: number) => bytes / watchers / 1024
      return {
        heapPerWatcherKib: perWatcherKib(after.heapUsed + after.external - before.heapUsed - before.external),
        rssPerWatcherKib: perWatcherKib(after.rss - before.rss),
        latenciesMs,
        resyncMs,
      }
    } finally {
      load.kill('SIGKILL')
    }
  })
}

export async function withServer<Result>(
  [mode = '', ...rest]: readonly string[],
  use: (port: string, server: ChildProcess, directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'nelfund-bench-'))
  const port = String(await freePort())
  const server = start('serve.ts', [mode, port, ...rest], directory)
  try {
    await once(server, 'message')
    return await use(port, server, directory)
  } finally {
    server.kill('SIGKILL')
    await rm(directory, { recursive: true, force: true })
  }
}

export async function ask(child: ChildProcess, question: string): Promise<unknown> {
  child.send(question)
  const [answer] = await once(child, 'message')
  return answer
}

export function start(file: string, args: readonly string[], cwd: string): ChildProcess {
  const env = { PATH: process.env.PATH, DATABASE_URL: 'sqlite:bench.db' }
  return fork(join(import.meta.dirname, file), args, { cwd, env, execArgv: ['--expose-gc'] })
}
