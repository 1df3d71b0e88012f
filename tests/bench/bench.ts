import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { freePort } from '../support/free-port.ts'

const { values } = parseArgs({ options: { json: { type: 'string' }, rounds: { type: 'string', default: '3' } } })
const rounds = Number(values.rounds)
const sessions = 4000
const connections = 64

const Load = z.object({ perSecond: z.number(), refused: z.number() })
const median = (figures: readonly number[]) =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN

const measured = { floor: [] as number[], webhooks: [] as number[] }
for (let round = 0; round < rounds; round++) {
  for (const mode of ['floor', 'webhooks'] as const) measured[mode].push(await measure(mode))
}
const floor = median(measured.floor)
const webhooks = median(measured.webhooks)
const table = [
  { row: 'floor', perSecond: Math.round(floor), toFloor: 1 },
  { row: 'webhooks', perSecond: Math.round(webhooks), toFloor: Number((webhooks / floor).toFixed(2)) },
]
const machine = { processor: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.version }
process.stdout.write(
  `${machine.processor}, ${machine.cores} cores, Node ${machine.node}; medians of ${rounds} rounds\n`,
)
for (const { row, perSecond, toFloor } of table)
  process.stdout.write(`${row.padEnd(10)}${perSecond}/s  ${toFloor} x floor\n`)
if (values.json) await writeFile(values.json, `${JSON.stringify({ machine, rounds, measured, table }, null, 2)}\n`)

/** Webhooks per second of a fresh server on a fresh database, under load from a second process. */
async function measure(mode: 'floor' | 'webhooks'): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'nelfund-bench-'))
  const port = String(await freePort())
  const server = start('serve.ts', [mode, port, String(sessions)], directory)
  try {
    await once(server, 'message')
    const load = start('load.ts', [port, String(sessions), String(connections)], directory)
    const [message] = await once(load, 'message')
    const { perSecond, refused } = Load.parse(message)
    if (refused > 0) throw new Error(`${refused} webhooks were not stored`)
    return perSecond
  } finally {
    server.kill('SIGKILL')
    await rm(directory, { recursive: true, force: true })
  }
}

function start(file: string, args: readonly string[], cwd: string): ChildProcess {
  const env = { PATH: process.env.PATH, DATABASE_URL: 'sqlite:bench.db' }
  return fork(join(import.meta.dirname, file), args, { cwd, env })
}
