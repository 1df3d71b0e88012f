import { writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { measureThroughput, measureWatchers } from './measure.ts'

/** `npm run bench -- [--json FILE] [--rounds N] [--quick]`: every figure of docs/performance.md, in one run. */
const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
  },
})
const rounds = values.quick ? 1 : Number(values.rounds)
const sessions = values.quick ? 500 : 4000
const stored = values.quick ? [1000] : [1000, 100_000, 1_000_000]

interface Row {
  readonly row: string
  readonly figure: number
  readonly unit: string
  readonly target: string
  readonly met: boolean
}

const floor = await medianOf(rounds, () => measureThroughput('floor', sessions))
const literal = await medianOf(rounds, () => measureThroughput('literal', Math.min(sessions, 500)))
const webhooks = await medianOf(rounds, () => measureThroughput('webhooks', sessions))
const growth: number[] = []
for (const events of stored) growth.push(await medianOf(rounds, () => measureThroughput('webhooks', sessions, events)))
const many = await measureWatchers(values.quick ? 500 : 5000, 0, 0)
const watched = await measureWatchers(values.quick ? 200 : 2000, values.quick ? 200 : 1000, values.quick ? 2 : 10)
const latencies = watched.latenciesMs.toSorted((a, b) => a - b)
const percentile = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN

const rows: Row[] = [
  { row: 'floor', figure: floor, unit: 'webhooks/s', target: '', met: true },
  { row: 'literal', figure: literal, unit: 'webhooks/s', target: '', met: true },
  { row: 'webhooks', figure: webhooks, unit: 'webhooks/s', target: '≥ 5000', met: webhooks >= 5000 },
  atLeast('webhooks / floor', webhooks / floor, 0.7),
  atLeast('webhooks / literal', webhooks / literal, 10),
  ...growth.map((figure, index) => ({
    row: `at ${stored[index]} stored`,
    figure,
    unit: 'webhooks/s',
    target: '',
    met: true,
  })),
  atLeast('growth, last / first', (growth.at(-1) ?? Number.NaN) / (growth[0] ?? Number.NaN), 0.9),
  atMost('memory a watcher', many.heapPerWatcherKib, 30, 'KiB heap'),
  { row: 'memory a watcher', figure: many.rssPerWatcherKib, unit: 'KiB resident', target: '', met: true },
  atMost('latency p50', percentile(0.5), 2, 'ms'),
  atMost('latency p99', percentile(0.99), 10, 'ms'),
  atMost('resync', watched.resyncMs, 3000, 'ms'),
]

const machine = {
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  node: process.version,
}
const print = (line: string) => process.stdout.write(`${line}\n`)
print(`${machine.processor}, ${machine.cores} cores, Node ${machine.node}; medians of ${rounds}`)
for (const { row, figure, unit, target, met } of rows) {
  const digits = figure < 100 ? 2 : 0
  print(`${row.padEnd(22)}${figure.toFixed(digits).padStart(10)} ${unit.padEnd(14)}${target}${met ? '' : '  MISSED'}`)
}
if (values.json) await writeFile(values.json, `${JSON.stringify({ machine, rounds, rows }, null, 2)}\n`)

function atLeast(row: string, figure: number, least: number): Row {
  return { row, figure, unit: 'x', target: `≥ ${least}`, met: figure >= least }
}

function atMost(row: string, figure: number, most: number, unit: string): Row {
  return { row, figure, unit, target: `≤ ${most}`, met: figure <= most }
}

async function medianOf(times: number, measure: () => Promise<number>): Promise<number> {
  const figures: number[] = []
  for (let round = 0; round < times; round++) figures.push(await measure())
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN
}
