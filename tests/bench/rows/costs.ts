import { readdirSync, readFileSync, statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Measured, Round } from '../figures.ts'
import { topics } from '../load-shape.ts'
import { type Product, sqliteFileOf } from '../product.ts'
import { openSql, type Sql } from '../sql.ts'
import type { BenchRow } from './bench-row.ts'
import { onPostgres, onProducts } from './postgres.ts'
import { onProduct, sendWebhooks } from './throughput.ts'

const kib = 1024
/** Of the system's clock that processors' times are counted in. */
const ticksPerSecond = 100
const idleSeconds = 10
/** PostgreSQL's backends tell what they have done when they have rested for a second. */
const settledAfterMs = 2500
/** Tables with all their indexes, and the index that knows a delivery again. */
const relations = [
  'ConnectionSession',
  'SessionHistory',
  'WebhookEvent',
  'PlatformCommand',
  'WebhookEvent_webhookId_unique',
]

export const costs: BenchRow = {
  name: 'costs',
  what: 'what a webhook costs, on SQLite and on PostgreSQL: processor, disk, log',
  part: 'postgres',
  async measure({ root, sizes: { sessions } }): Promise<Round> {
    const webhooks = sessions * topics.length
    const send = async (product: Product) => {
      const before = await product.metric('process_cpu_seconds_total')
      await sendWebhooks([product.port], { sessions })
      return ((await product.metric('process_cpu_seconds_total')) - before) * 1000
    }
    const sqlite = await onProduct({ root }, sessions, async (product) => {
      const path = sqliteFileOf(product.directory)
      const before = statSync(path).size
      const writtenBefore = writtenBy(product.pid())
      const cpuMs = await send(product)
      const written = writtenBy(product.pid()) - writtenBefore
      await product[Symbol.asyncDispose]()
      const sql = await openSql(`sqlite:${path}`)
      await sql.settle()
      await sql.close()
      return { cpuMs, written, grown: statSync(path).size - before }
    })
    const postgres = await onPostgres(async (createDatabase) => {
      const databaseUrl = await createDatabase()
      return onProducts({ root }, { databaseUrl, processes: 1, sessions }, async ([product]) => {
        if (!product) throw new Error('No server')
        const sql = await openSql(databaseUrl)
        const idle = await countServer(sql)
        await delay(idleSeconds * 1000)
        const before = await countServer(sql)
        const cpuMs = await send(product)
        await delay(settledAfterMs)
        const after = await countServer(sql)
        await sql.close()
        return { cpuMs, idle, before, after }
      })
    })
    const { idle, before, after } = postgres
    const a = (name: string, unit: string, figure: number): Measured => ({ name, unit, figure, better: 'less' })
    const aSession = (name: string) => (after.relations.get(name) ?? 0) - (before.relations.get(name) ?? 0)
    return {
      figures: [
        a('SQLite: processor a webhook', 'ms', sqlite.cpuMs / webhooks),
        a('SQLite: file a session', 'KiB', sqlite.grown / kib / sessions),
        a('SQLite: written a webhook', 'KiB', sqlite.written / kib / webhooks),
        a('PostgreSQL: processor a webhook, process', 'ms', postgres.cpuMs / webhooks),
        a('PostgreSQL: processor a webhook, database', 'ms', (after.cpuMs - before.cpuMs) / webhooks),
        ...relations.map((name) => a(`PostgreSQL: ${name} a session`, 'KiB', aSession(name) / kib / sessions)),
        a('PostgreSQL: log a webhook', 'KiB', (after.log - before.log) / kib / webhooks),
        { name: 'PostgreSQL: webhooks a commit', unit: '', figure: webhooks / (after.commits - before.commits) },
        { name: 'PostgreSQL: webhooks a flush', unit: '', figure: webhooks / (after.flushes - before.flushes) },
        a('PostgreSQL: updates of sessions that write every index', '%', 100 - (100 * after.hot) / after.updates),
        a('PostgreSQL: idle process, transactions', '/s', (before.commits - idle.commits) / idleSeconds),
        a('PostgreSQL: idle process, processor of the database', 'ms/s', (before.cpuMs - idle.cpuMs) / idleSeconds),
      ],
      notes: [`costs: ${sessions} sessions of ${topics.length} webhooks each, all of which move them`],
    }
  },
}

/** What the database has written, kept and worked since it was started. */
async function countServer(sql: Sql) {
  const size = (name: string, of: string) => sql.number(`select ${of}('"${name}"')`)
  const statistic = (column: string, from: string) => sql.number(`select sum(${column}) from ${from}`)
  const sizes: [string, number][] = []
  for (const name of relations)
    sizes.push([name, await size(name, name.includes('_') ? 'pg_relation_size' : 'pg_total_relation_size')])
  return {
    relations: new Map(sizes),
    log: await sql.number("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"),
    commits: await statistic('xact_commit', 'pg_stat_database where datname = current_database()'),
    flushes: await statistic('fsyncs', "pg_stat_io where object = 'wal'"),
    updates: await statistic('n_tup_upd', `pg_stat_user_tables where relname = 'ConnectionSession'`),
    hot: await statistic('n_tup_hot_upd', `pg_stat_user_tables where relname = 'ConnectionSession'`),
    cpuMs: cpuOfFamily(await sql.number('select pg_backend_pid()')),
  }
}

/** Of all processes that have the parent of this one, also of those that have ended, in milliseconds. */
function cpuOfFamily(pid: number): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(name) ?? [])
  const parent = processes.find((process) => process.pid === pid)?.parent
  const own = processes.filter((process) => process.parent === parent)
  const ended = processes.find((process) => process.pid === parent)?.endedTicks ?? 0
  return (own.reduce((sum, { ticks }) => sum + ticks, ended) / ticksPerSecond) * 1000
}

function readStat(name: string) {
  try {
    const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ') // state, parent, …
    const sum = (first: number) => Number(fields[first]) + Number(fields[first + 1])
    return { pid: Number(name), parent: Number(fields[1]), ticks: sum(11), endedTicks: sum(13) }
  } catch {
    return undefined // it has ended
  }
}

/** Bytes that the process has had written to disk. */
function writtenBy(pid: number): number {
  return Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1] ?? Number.NaN)
}
