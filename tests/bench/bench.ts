import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compareFigures, toComparisonLines } from './compare.ts'
import { type Figure, ofTarget, type Round, toFigures } from './figures.ts'
import { describeMachine } from './machine.ts'
import { ownRoot } from './product.ts'
import { Report, toLine, toMachineLine } from './report.ts'
import type { BenchRow } from './rows/bench-row.ts'
import { costs } from './rows/costs.ts'
import { largePostgres, largeSqlite } from './rows/large.ts'
import { latency } from './rows/latency.ts'
import { postgres } from './rows/postgres.ts'
import { start } from './rows/start.ts'
import { literal, signed, webhooks } from './rows/throughput.ts'
import { memory, resync } from './rows/watchers.ts'
import { fullSizes, quickSizes } from './sizes.ts'

/**
 * `npm run bench`: the table of docs/performance.md, of the server as `npm start` runs it. Exit code 1 where a row
 * cannot be measured, where `--compare` finds that something has got worse, and with `--quick`, which is small, where a figure is more than fifty times off its target.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    compare: { type: 'string' },
    before: { type: 'string' },
    watchers: { type: 'string' },
  },
})
const rows: readonly BenchRow[] = [
  ...[webhooks, latency, memory, resync, start, signed, literal],
  ...[postgres, costs, largeSqlite, largePostgres],
]
/** A machine that is busy with others is slower by far; what is broken is slower still. */
const farOff = 1 / 50

const usual = values.quick ? quickSizes : fullSizes
const sizes = { ...usual, manyWatchers: Number(values.watchers ?? usual.manyWatchers) }
const rounds = Number(values.rounds ?? sizes.rounds)
const chosen = choose(values.only)
const before = values.before === undefined ? undefined : resolve(values.before)
const figures: Figure[] = []
const curves: Report['curves'] = []
const notes = new Set<string>()
const print = (line: string) => process.stdout.write(`${line}\n`)

const machine = await describeMachine()
print(`${toMachineLine({ machine })}; ${rounds} rounds, of what takes minutes one; medians`)
for (const row of chosen) {
  print(`\n${row.name}: ${row.what}`)
  const own: Round[] = []
  const theirs: Round[] = []
  try {
    for (let round = 0; round < (row.isLong ? 1 : rounds); round++) {
      if (before) theirs.push(await row.measure({ root: before, isOwn: false, sizes }))
      own.push(await row.measure({ root: ownRoot, isOwn: true, sizes }))
    }
  } catch (error) {
    print(`${row.name} could not be measured: ${error instanceof Error ? error.stack : error}`)
    process.exitCode = 1 // the other rows are worth having
  }
  const measured = toFigures(row.name, own, theirs)
  figures.push(...measured)
  for (const figure of measured) print(toLine(figure))
  for (const round of own) {
    for (const { name, points } of round.curves ?? [])
      curves.push({ row: row.name, name, points: points.map(([x, y]) => [x, y]) })
    for (const note of round.notes ?? []) notes.add(note)
  }
  if (values.json) await writeFile(values.json, `${JSON.stringify(reportOf(), null, 1)}\n`) // what comes later may fail
}
print('')
for (const note of notes) print(note)

if (values.compare) {
  const earlier = Report.parse(JSON.parse(await readFile(values.compare, 'utf8')))
  const comparisons = compareFigures(earlier.figures, figures)
  for (const line of toComparisonLines(earlier, reportOf(), comparisons)) print(line)
  if (comparisons.some(({ verdict }) => verdict === 'worse')) process.exitCode = 1
}
if (values.quick && figures.some((figure) => !(ofTarget(figure) >= farOff))) process.exitCode = 1

function reportOf(): Report {
  return Report.parse({ measuredAt: new Date().toISOString(), machine, figures, curves, notes: [...notes] })
}

/** By their names, or by the part that they belong to; without either, all that do not take long. */
function choose(only: string | undefined): BenchRow[] {
  if (only === undefined) return rows.filter(({ part }) => part === 'sqlite')
  const names = only.split(',')
  for (const name of names)
    if (!rows.some((row) => row.name === name || row.part === name))
      throw new Error(`There is no row ${name}: ${rows.map((row) => row.name).join(', ')}, or sqlite, postgres, large`)
  return rows.filter(({ name, part }) => names.includes(name) || names.includes(part))
}
