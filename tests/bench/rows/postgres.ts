import { Client, Pool } from 'pg'
import { startPostgresServer } from '../../support/postgres-server.ts'
import { type Measured, quantile, spreadOf } from '../figures.ts'
import { webhookOf } from '../load-shape.ts'
import { inDirectory, migrateProduct, type Product, settingsNote, startPlatform, startProduct } from '../product.ts'
import type { BenchRow, Subject } from './bench-row.ts'
import { paced } from './latency.ts'
import { fill, sendWebhooks } from './throughput.ts'

const loops = 64
const watchers = 600
const perSecond = 300
const sharedNote = 'PostgreSQL with fsync on shares the machine with the processes, the load and the platform'

export const postgres: BenchRow = {
  name: 'postgres',
  what: `one and two processes on PostgreSQL beside ${loops} bare insert loops; ${perSecond}/s from one process to watchers of the other`,
  part: 'postgres',
  measure: (subject) => onPostgres((createDatabase) => measureProcesses(subject, createDatabase)),
}

async function measureProcesses(subject: Subject, createDatabase: () => Promise<string>) {
  const { sessions, seconds } = subject.sizes
  const bare = await measureInserts(await createDatabase(), sessions * 5)
  const throughputOf = async (processes: number) => {
    const databaseUrl = await createDatabase()
    return onProducts(subject, { databaseUrl, processes, sessions }, async (products) => {
      const ports = products.map(({ port }) => port)
      return (await sendWebhooks(ports, { sessions })).perSecond
    })
  }
  const one = await throughputOf(1)
  const two = await throughputOf(2)
  const databaseUrl = await createDatabase()
  const across = await onProducts(subject, { databaseUrl, processes: 2, sessions: watchers }, ([watched, told]) =>
    paced({ watched: watched?.port ?? 0, sendTo: told?.port ?? 0, watchers, perSecond, seconds }),
  )
  const sorted = across.toSorted((a, b) => a - b)
  const figures: Measured[] = [
    { name: `${loops} bare insert loops`, unit: '/s', figure: bare },
    { name: 'one process', unit: '/s', figure: one, better: 'more' },
    { name: 'two processes', unit: '/s', figure: two, better: 'more' },
    { name: `one ÷ ${loops} loops`, unit: '×', figure: one / bare, better: 'more', target: 0.8 },
    { name: 'two ÷ one', unit: '×', figure: two / one, better: 'more', target: 1.6 },
    { name: 'across processes p50', unit: 'ms', figure: quantile(sorted, 0.5), better: 'less', target: 3 },
    { name: 'across processes p99', unit: 'ms', figure: quantile(sorted, 0.99), better: 'less', target: 14 },
  ]
  return { figures, curves: [spreadOf('across processes', across)], notes: [settingsNote, sharedNote] }
}

/** A PostgreSQL of its own, whose every commit waits for the disk; `use` is given how to make an empty database in it. */
export async function onPostgres<Result>(
  use: (createDatabase: () => Promise<string>) => Promise<Result>,
): Promise<Result> {
  await using server = await startPostgresServer({ fsync: 'on', max_connections: '100' })
  let databases = 0
  return await use(async () => {
    const name = `bench${++databases}`
    const client = new Client({ connectionString: `${server.url}/postgres` })
    await client.connect()
    await client.query(`create database ${name}`)
    await client.end()
    return `${server.url}/${name}`
  })
}

/** Processes that share a database, with a platform that they share too. */
export async function onProducts<Result>(
  { root }: Pick<Subject, 'root'>,
  { databaseUrl, processes, sessions }: { databaseUrl: string; processes: number; sessions: number },
  use: (products: readonly Product[]) => Promise<Result>,
): Promise<Result> {
  return inDirectory(async (directory) => {
    const platform = await startPlatform()
    await using stack = new AsyncDisposableStack()
    stack.defer(platform.stop)
    await migrateProduct({ root, directory, databaseUrl })
    await fill(databaseUrl, sessions)
    const products: Product[] = []
    while (products.length < processes)
      products.push(stack.use(await startProduct({ root, directory, databaseUrl, platform: platform.settings })))
    return await use(products)
  })
}

/** Rows a second of one row a statement and a commit, from so many loops at once, through the same driver and pool size. */
async function measureInserts(url: string, inserts: number): Promise<number> {
  const pool = new Pool({ connectionString: url, max: 10 })
  await pool.query('create table bare (id serial primary key, "webhookId" text unique, payload text)')
  const payload = webhookOf(0, 'connections.active')
  const startedMs = performance.now()
  let next = 0
  const loop = async () => {
    while (next < inserts) {
      const values = [`wh_${next++}`, payload]
      await pool.query({ name: 'insert', text: 'insert into bare ("webhookId", payload) values ($1, $2)', values })
    }
  }
  await Promise.all(Array.from({ length: loops }, loop))
  const seconds = (performance.now() - startedMs) / 1000
  await pool.end()
  return inserts / seconds
}
