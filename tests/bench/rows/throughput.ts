import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { z } from 'zod'
import { freePort } from '../../support/free-port.ts'
import { ask, startChild } from '../child.ts'
import { type Measured, quantile, type Round, spreadOf } from '../figures.ts'
import { fillOpen } from '../fill.ts'
import type { LoadDialect } from '../load-shape.ts'
import {
  inDirectory,
  migrateProduct,
  ownRoot,
  type Product,
  settingsNote,
  sqliteFileOf,
  startPlatform,
  startProduct,
} from '../product.ts'
import { openSql } from '../sql.ts'
import type { BenchRow } from './bench-row.ts'

const senders = 64
const Sent = z.object({ perSecond: z.number(), refused: z.number(), answersMs: z.array(z.number()) })
export type Sent = z.infer<typeof Sent>

export const webhooks: BenchRow = {
  name: 'webhooks',
  what: 'distinct webhooks that move sessions, from 64 senders that wait for each answer',
  part: 'sqlite',
  async measure(subject) {
    const { sessions } = subject.sizes
    const { sent, batch, warnings } = await onProduct(subject, sessions, async (product) => ({
      sent: await sendWebhooks([product.port], { sessions }),
      batch: await meanBatch(product),
      warnings: product.warnings(),
    }))
    const answersMs = sent.answersMs.toSorted((a, b) => a - b)
    const warm = sent.answersMs.slice(answersMs.length / 2).sort((a, b) => a - b)
    const figures: Measured[] = [
      { name: 'webhooks', unit: '/s', figure: sent.perSecond, better: 'more' },
      { name: 'answer p50', unit: 'ms', figure: quantile(answersMs, 0.5), better: 'less' },
      { name: 'answer p99', unit: 'ms', figure: quantile(answersMs, 0.99), better: 'less', target: 20, ofBefore: 0.5 },
      { name: 'answer p99 of the second half', unit: 'ms', figure: quantile(warm, 0.99), better: 'less' },
      { name: 'batch', unit: 'webhooks', figure: batch },
    ]
    if (subject.isOwn) figures.push(...(await againstBound(sent.perSecond, sessions, Math.max(1, Math.round(batch)))))
    return { figures, curves: [spreadOf('answer', answersMs)], notes: [settingsNote, ...warnings.slice(0, 3)] }
  },
}

/** The same route without a database, the same statements without a route, and what the two allow together. */
async function againstBound(perSecond: number, sessions: number, batch: number): Promise<Measured[]> {
  const floor = await measureFloor(sessions)
  const bare = await inDirectory(async (directory) => {
    const databaseUrl = await filled(directory, sessions)
    const loop = startChild('bare-loop.ts', [databaseUrl, String(sessions), String(batch)])
    return z.object({ perSecond: z.number() }).parse((await once(loop, 'message'))[0]).perSecond
  })
  const calls = await measureCalls(sessions)
  const bound = 1 / (1 / floor + 1 / bare)
  const boundWithCalls = 1 / (1 / floor + 1 / bare + 1 / calls)
  return [
    { name: 'floor: no database', unit: '/s', figure: floor },
    { name: 'bare: no HTTP', unit: '/s', figure: bare },
    { name: 'calls: the platform alone', unit: '/s', figure: calls },
    { name: 'bound', unit: '/s', figure: bound },
    { name: 'webhooks ÷ floor', unit: '×', figure: perSecond / floor, better: 'more' },
    { name: 'webhooks ÷ bound', unit: '×', figure: perSecond / bound, better: 'more', target: 1.15 },
    { name: 'webhooks ÷ bound with calls', unit: '×', figure: perSecond / boundWithCalls, better: 'more' },
  ]
}

/** With what the platform is asked meanwhile, and nothing else. */
async function measureCalls(sessions: number): Promise<number> {
  const platform = await startPlatform()
  try {
    const { CONFIRMD_AUTH_URL = '', CONFIRMD_API_URL = '' } = platform.settings
    const loop = startChild('calls-loop.ts', [CONFIRMD_AUTH_URL, CONFIRMD_API_URL, String(sessions)])
    return z.object({ perSecond: z.number() }).parse((await once(loop, 'message'))[0]).perSecond
  } finally {
    platform.stop()
  }
}

export const signed: BenchRow = {
  name: 'signed',
  what: "the same in CREDEBL's dialect, the signature over the raw body included",
  part: 'sqlite',
  async measure(subject) {
    const { sessions } = subject.sizes
    const measure = (dialect: LoadDialect) =>
      onProduct(subject, sessions, async ({ port }) => (await sendWebhooks([port], { sessions, dialect })).perSecond)
    const guide = await measure('guide')
    const perSecond = await measure('credebl')
    return {
      figures: [
        { name: 'signed', unit: '/s', figure: perSecond, better: 'more' },
        { name: 'signed ÷ webhooks', unit: '×', figure: perSecond / guide, better: 'more', target: 0.9 },
      ],
    }
  },
}

export const literal: BenchRow = {
  name: 'literal',
  what: 'the guide as it is written: one write after another, each its own commit, same ORM, same settings',
  part: 'sqlite',
  async measure({ sizes }): Promise<Round> {
    const sessions = Math.ceil(sizes.sessions / 10)
    const perSecond = await inDirectory(async (directory) => measureFloor(sessions, await filled(directory, sessions)))
    return { figures: [{ name: 'literal', unit: '/s', figure: perSecond }] }
  },
}

async function measureFloor(sessions: number, databaseUrl?: string): Promise<number> {
  const port = await freePort()
  const server = startChild('floor-server.ts', [String(port), ...(databaseUrl ? [databaseUrl] : [])])
  try {
    await once(server, 'message')
    return (await sendWebhooks([port], { sessions })).perSecond
  } finally {
    server.kill('SIGKILL')
  }
}

/** A database of this checkout's with sessions that wait. */
async function filled(directory: string, sessions: number): Promise<string> {
  const databaseUrl = `sqlite:${join(directory, 'filled.db')}`
  await migrateProduct({ root: ownRoot, directory, databaseUrl })
  await fill(databaseUrl, sessions)
  return databaseUrl
}

export async function fill(databaseUrl: string, sessions: number, first = 0): Promise<void> {
  const sql = await openSql(databaseUrl)
  await fillOpen(sql, first, sessions)
  await sql.close()
}

/** The server of a checkout on a fresh SQLite file with sessions that wait, and a platform for it. */
export async function onProduct<Result>(
  { root, probed = false }: { readonly root: string; readonly probed?: boolean },
  sessions: number,
  use: (product: Product) => Promise<Result>,
): Promise<Result> {
  return inDirectory(async (directory) => {
    const platform = await startPlatform()
    try {
      await migrateProduct({ root, directory })
      await fill(`sqlite:${sqliteFileOf(directory)}`, sessions)
      await using product = await startProduct({ root, directory, probed, platform: platform.settings })
      return await use(product)
    } finally {
      platform.stop()
    }
  })
}

/** From a process of its own, as fast as they are answered. @throws where one is not stored. */
export async function sendWebhooks(
  ports: readonly number[],
  { sessions, first = 0, dialect = 'guide' }: { sessions: number; first?: number; dialect?: LoadDialect },
): Promise<Sent> {
  const load: ChildProcess = startChild('webhook-load.ts')
  try {
    const sent = Sent.parse(await ask(load, { ports, first, sessions, senders, dialect }))
    if (sent.refused > 0) throw new Error(`${sent.refused} webhooks were not stored`)
    return sent
  } finally {
    load.kill('SIGKILL')
  }
}

/** How many webhooks a commit had on average, since the process has started. */
export async function meanBatch(product: Product): Promise<number> {
  const name = 'nelfund_commit_batch_size'
  return (await product.metric(`${name}_sum`)) / (await product.metric(`${name}_count`))
}
