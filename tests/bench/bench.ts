import { writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { measureThroughput, measureWatchers } from './measure.ts'
import { benchPostgres } from './postgres.ts'
import { atLeast, atMost, type Row, toLine, told } from './rows.ts'

/**
 * `npm run bench -- [--json FILE] [--rounds N]`: every figure of docs/performance.md, in one run.
 * `--database postgres` measures one and two processes on PostgreSQL instead, for docs/scaling.md.
 * `--quick` is the smoke version: small, and it fails where a figure is more than ten times off its target.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
    database: { type: 'string', default: 'sqlite' },
  },
})
if (values.database === 'postgres') {
  await benchPostgres(Number(values.rounds))
  process.exit()
}
const size = values.quick
  ? { rounds: 1, sessions: 500, stored: [1000], watchers: 500, watched: 200, perSecond: 200, seconds: 2 }
  : {
      rounds: Number(values.rounds),
      sessions: 4000,
      stored: [1000, 100_000, 1_000_000],
      watchers: 5000,
      watched: 2000,
      perSecond: 1000,
      seconds: 10,
    }
const farOff = 1 / 10

const floor = await medianOf(() => measureThroughput('floor', size.sessions))
const literal = await medianOf(() => measureThroughput('literal', Math.min(size.sessions, 500)))
const webhooks = await medianOf(() => measureThroughput('webhooks', size.sessions))
const signed = await medianOf(() => measureSigned(size.sessions))
const growth: number[] = []
for (const events of size.stored)
  growth.push(await medianOf(() => measureThroughput('webhooks', size.sessions, events)))
const many = await measureWatchers(size.watchers, 0, 0)
const { latenciesMs, resyncMs } = await measureWatchers(size.watched, size.perSecond, size.seconds)
const latencies = latenciesMs.toSorted((a, b) => a - b)
const percentile = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN

const rows: Row[] = [
  told('floor', floor, 'webhooks/s'),
  told('literal', literal, 'webhooks/s'),
  atLeast('webhooks', webhooks, 5000, 'webhooks/s'),
  atLeast('signed / webhooks', signed, 0.9, 'x'),
  atLeast('webhooks / floor', webhooks / floor, 0.7, 'x'),
  atLeast('webhooks / literal', webhooks / literal, 10, 'x'),
  ...growth.map((figure, index) => told(`at ${size.stored[index]} stored`, figure, 'webhooks/s')),
  atLeast('growth, last / first', (growth.at(-1) ?? Number.NaN) / (growth[0] ?? Number.NaN), 0.9, 'x'),
  atMost('memory a watcher', many.heapPerWatcherKib, 30, 'KiB heap'),
  told('memory a watcher', many.rssPerWatcherKib, 'KiB resident'),
  atMost('latency p50', percentile(0.5), 2, 'ms'),
  atMost('latency p99', percentile(0.99), 10, 'ms'),
  atMost('resync', resyncMs, 3000, 'ms'),
]

const machine = {
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  node: process.version,
}
const heading = `${machine.processor}, ${machine.cores} cores, Node ${machine.node}; rounds: ${size.rounds}`
process.stdout.write(`${[heading, ...rows.map(toLine)].join('\n')}\n`)
if (values.json) await writeFile(values.json, `${JSON.stringify({ machine, size, rows }, null, 2)}\n`)
if (values.quick && rows.some(({ ofTarget }) => !(ofTarget >= farOff))) process.exitCode = 1

/** The third dialect, with a signature over the raw body, beside the guide's right before it: a machine's pace changes. */
async function measureSigned(sessions: number): Promise<number> {
  const guide = await measureThroughput('webhooks', sessions)
  return (await measureThroughput('webhooks', sessions, 0, 'credebl')) / guide
}

async function medianOf(measure: () => Promise<number>): Promise<number> {
  const figures: number[] = []
  for (let round = 0; round < size.rounds; round++) figures.push(await measure())
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN
}
