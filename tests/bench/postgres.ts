import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Pool } from 'pg'
import { z } from 'zod'
import { freePort } from '../support/free-port.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { webhookOf } from './load-shape.ts'
import { ask } from './measure.ts'
import { atLeast, atMost, type Row, toLine, told } from './rows.ts'

const sessions = 3000
const connections = 64
const watchers = 600
const watchedPerSecond = 300
const watchedSeconds = 10
const Throughput = z.object({ perSecond: z.number(), refused: z.number() })
const Pace = z.object({ latenciesMs: z.array(z.number()) })

/** Everything that is measured shares one machine: PostgreSQL, the processes and the load. */
export async function benchPostgres(rounds: number): Promise<void> {
  await using postgres = await startPostgresServer({ fsync: 'on', max_connections: '100' })
  let databases = 0
  const inDatabase = async <Result>(use: (url: string) => Promise<Result>) => {
    const name = `bench${++databases}`
    const client = new Client({ connectionString: `${postgres.url}/postgres` })
    await client.connect()
    await client.query(`create database ${name}`)
    await client.end()
    return use(`${postgres.url}/${name}`)
  }
  const median = async (measure: (url: string) => Promise<number>) => {
    const figures: number[] = []
    for (let round = 0; round < rounds; round++) figures.push(await inDatabase(measure))
    return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN
  }
  const loop = await median((url) => measureInserts(url, 1, 4000))
  const loops = await median((url) => measureInserts(url, connections, 20_000))
  const one = await median((url) => measureWebhooks(url, 1))
  const two = await median((url) => measureWebhooks(url, 2))
  const latencies = (await inDatabase(measureLatency)).toSorted((a, b) => a - b)
  const percentile = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN
  const rows: Row[] = [
    told('bare insert loop', loop, 'rows/s'),
    told(`${connections} such loops`, loops, 'rows/s'),
    told('one process', one, 'webhooks/s'),
    told('two processes', two, 'webhooks/s'),
    atLeast('one / insert loop', one / loop, 0.5, 'x'),
    told(`one / ${connections} loops`, one / loops, 'x'),
    told('two / one', two / one, 'x'),
    atMost('across, p50', percentile(0.5), 5, 'ms'),
    atMost('across, p99', percentile(0.99), 25, 'ms'),
  ]
  process.stdout.write(`${rows.map(toLine).join('\n')}\n`)
}

/** Rows a second of one row a statement and a commit, from so many loops at once, through the same driver and pool. */
async function measureInserts(url: string, loops: number, inserts: number): Promise<number> {
  const pool = new Pool({ connectionString: url, max: 10 })
  await pool.query('create table bare (id serial primary key, "webhookId" text unique, payload text)')
  const payload = webhookOf(0, 'connections.active')
  const started = performance.now()
  let next = 0
  const loop = async () => {
    while (next < inserts) {
      const values = [`wh_${next++}`, payload]
      await pool.query({ name: 'insert', text: 'insert into bare ("webhookId", payload) values ($1, $2)', values })
    }
  }
  await Promise.all(Array.from({ length: loops }, loop))
  const seconds = (performance.now() - started) / 1000
  await pool.end()
  return inserts / seconds
}

async function measureWebhooks(url: string, processes: number): Promise<number> {
  return withServers(url, processes, sessions, async (ports, directory) => {
    const load = start('webhook-load.ts', [ports.join(','), String(sessions), String(connections)], url, directory)
    const [message] = await once(load, 'message')
    const { perSecond, refused } = Throughput.parse(message)
    if (refused > 0) throw new Error(`${refused} webhooks were not stored`)
    return perSecond
  })
}

/** Milliseconds from a webhook sent to one process to its event at a watcher of the other. */
async function measureLatency(url: string): Promise<number[]> {
  return withServers(url, 2, watchers, async ([watched = '', told = ''], directory) => {
    const figures = [String(watchers), String(watchedPerSecond), String(watchedSeconds)]
    const load = start('watch-load.ts', [watched, ...figures, told], url, directory)
    await once(load, 'message')
    await ask(load, 'open')
    const { latenciesMs } = Pace.parse(await ask(load, 'pace'))
    load.kill('SIGKILL')
    return latenciesMs
  })
}

async function withServers<Result>(
  url: string,
  count: number,
  filled: number,
  use: (ports: readonly string[], directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'nelfund-bench-'))
  const servers: ChildProcess[] = []
  const ports: string[] = []
  try {
    for (let index = 0; index < count; index++) {
      const port = String(await freePort())
      const server = start('serve.ts', ['webhooks', port, index === 0 ? String(filled) : '0', '0'], url, directory)
      servers.push(server)
      ports.push(port)
      await once(server, 'message')
    }
    return await use(ports, directory)
  } finally {
    for (const server of servers) server.kill('SIGKILL')
    await rm(directory, { recursive: true, force: true })
  }
}

function start(file: string, args: readonly string[], url: string, cwd: string): ChildProcess {
  const env = { PATH: process.env.PATH, DATABASE_URL: url }
  return fork(join(import.meta.dirname, file), args, { cwd, env })
}
