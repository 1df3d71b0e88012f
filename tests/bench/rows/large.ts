import { readConsole } from '../console-reads.ts'
import { type Measured, medianOf, quantile, type Round } from '../figures.ts'
import { fillOpen, fillPast } from '../fill.ts'
import {
  inDirectory,
  migrateProduct,
  type ProductOptions,
  settingsNote,
  sqliteFileOf,
  startPlatform,
  startProduct,
} from '../product.ts'
import { measureRounds } from '../rounds-at-size.ts'
import { openSql } from '../sql.ts'
import type { BenchRow, Subject } from './bench-row.ts'
import { onPostgres } from './postgres.ts'
import { measureStart } from './start.ts'
import { sendWebhooks } from './throughput.ts'

/** Beyond those of the past. */
const firstOpen = 2_000_000
const pairs = 3

export const largeSqlite: BenchRow = {
  name: 'large-sqlite',
  what: 'with a million sessions and a million stored events on SQLite',
  part: 'large',
  isLong: true,
  measure: (subject) =>
    inDirectory((full) =>
      inDirectory((empty) =>
        measureLarge(subject, {
          full: { directory: full, databaseUrl: `sqlite:${sqliteFileOf(full)}` },
          empty: { directory: empty, databaseUrl: `sqlite:${sqliteFileOf(empty)}` },
        }),
      ),
    ),
}

export const largePostgres: BenchRow = {
  name: 'large-postgres',
  what: 'the same on PostgreSQL',
  part: 'large',
  isLong: true,
  measure: (subject) =>
    inDirectory((directory) =>
      onPostgres(async (createDatabase) =>
        measureLarge(subject, {
          full: { directory, databaseUrl: await createDatabase() },
          empty: { directory, databaseUrl: await createDatabase() },
        }),
      ),
    ),
}

interface Place {
  readonly directory: string
  readonly databaseUrl: string
}

async function measureLarge(subject: Subject, { full, empty }: { full: Place; empty: Place }): Promise<Round> {
  const { root, isOwn, sizes } = subject
  const platform = await startPlatform()
  const options = (place: Place) => ({ root, ...place, platform: platform.settings })
  let nextOpen = firstOpen
  const intake = async (place: Place) => {
    const first = nextOpen
    nextOpen += sizes.sessions
    const sql = await openSql(place.databaseUrl)
    await fillOpen(sql, first, sizes.sessions)
    await sql.close()
    await using product = await startProduct(options(place))
    return (await sendWebhooks([product.port], { sessions: sizes.sessions, first })).perSecond
  }
  try {
    for (const place of [full, empty]) await migrateProduct(options(place))
    const growth: { readonly stored: number; readonly intake: number; readonly readMs: number }[] = []
    const total = sizes.past.at(-1) ?? 0
    let reads: Reads = []
    let fillSeconds = 0
    for (const [step, to] of sizes.past.entries()) {
      const startedMs = performance.now()
      const sql = await openSql(full.databaseUrl)
      await fillPast(sql, { from: sizes.past[step - 1] ?? 0, to, total })
      await sql.close()
      fillSeconds += (performance.now() - startedMs) / 1000
      reads = await readAll(options(full))
      growth.push({ stored: to, intake: await intake(full), readMs: slowestOf(reads) })
    }
    const fresh: number[] = []
    const filled: number[] = []
    for (let pair = 0; pair < pairs; pair++) {
      fresh.push(await intake(empty))
      filled.push(await intake(full))
    }
    const starts: number[] = []
    for (let time = 0; time < sizes.starts; time++) starts.push(await measureStart(options(full), time))
    return {
      figures: [
        { name: 'intake', unit: '/s', figure: medianOf(filled), better: 'more' },
        { name: 'intake ÷ empty', unit: '×', figure: medianOf(filled) / medianOf(fresh), better: 'more', target: 0.95 },
        { name: 'start', unit: 'ms', figure: medianOf(starts), better: 'less', target: 2000 },
        ...(isOwn ? await roundFigures(full.databaseUrl) : []),
        { name: 'slowest console read', ...p95, figure: slowestOf(reads), target: 100 },
        ...reads.map(({ name, p95Ms }): Measured => ({ name, ...p95, figure: p95Ms, target: 100 })),
      ],
      curves: [
        { name: 'intake', points: growth.map(({ stored, intake: perSecond }) => [stored, perSecond]) },
        { name: 'slowest console read', points: growth.map(({ stored, readMs }) => [stored, readMs]) },
      ],
      notes: [settingsNote, `filled with ${total} sessions and ${total} events in ${Math.round(fillSeconds)} s`],
    }
  } finally {
    platform.stop()
  }
}

const p95 = { unit: 'ms p95', better: 'less' } as const
type Reads = readonly { readonly name: string; readonly p95Ms: number }[]

async function readAll(options: ProductOptions): Promise<Reads> {
  await using product = await startProduct(options)
  return [...(await readConsole(product.port))].map(([name, tookMs]) => ({ name, p95Ms: p95Of(tookMs) }))
}

function slowestOf(reads: Reads): number {
  return Math.max(...reads.map(({ p95Ms }) => p95Ms))
}

function p95Of(tookMs: readonly number[]): number {
  return quantile(
    tookMs.toSorted((a, b) => a - b),
    0.95,
  )
}

async function roundFigures(databaseUrl: string): Promise<Measured[]> {
  const { idle, expiring, reconciling } = await measureRounds(databaseUrl)
  return [
    { name: 'sweeper round, none due', ...p95, figure: p95Of(idle), target: 50 },
    { name: 'sweeper round, 100 due', ...p95, figure: p95Of(expiring), target: 50 },
    { name: 'reconciler round, 100 asked', ...p95, figure: p95Of(reconciling), target: 50 },
  ]
}
