import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { barChart, lineChart, type Series } from './chart.ts'
import { type Figure, medianOf } from './figures.ts'
import { ownRoot } from './product.ts'
import { Report } from './report.ts'
import { toTable } from './table.ts'

/**
 * `npm run bench:plots -- FILE…`: draws what `npm run bench -- --json FILE` has written into `docs/figures/`, and writes the
 * table in docs/performance.md anew. Of several files each adds its rows; a picture whose rows are in none stays as it is.
 */
const { positionals } = parseArgs({ allowPositionals: true })
const directory = join(ownRoot, 'docs/figures')
const page = join(ownRoot, 'docs/performance.md')
const reports = await Promise.all(
  positionals.map(async (file) => Report.parse(JSON.parse(await readFile(file, 'utf8')))),
)
const figures = reports.flatMap((report) => report.figures)
const curves = reports.flatMap((report) => report.curves)
/** Of the pictures, in the order in which the page shows them. */
const captions = {
  latency: 'Latency',
  throughput: 'Throughput',
  memory: 'Memory',
  'growth-intake': 'Intake with so much stored',
  'growth-console': 'The console with so much stored',
}
const percentiles = [50, 75, 90, 95, 98, 99, 99.5, 99.9]

await mkdir(directory, { recursive: true })
await draw(
  'latency',
  [
    ...linesOf('latency', ['webhook to watcher', "the disk's own commit"]),
    ...linesOf('postgres', ['across processes']),
  ],
  (series) =>
    lineChart({
      title: 'From a webhook sent to its event at the watcher: so much of it took at most so long',
      x: {
        label: '%, spread so that each nine is as wide as the last',
        isLog: false,
        ticks: percentiles.map((share) => [nines(share), String(share)]),
      },
      y: { label: 'ms', isLog: true },
      series: series.map(({ name, points }) => ({
        name,
        points: points.flatMap(([share, ms]) => (percentiles.includes(share) ? [[nines(share), ms] as const] : [])),
      })),
    }),
)
await draw('memory', linesOf('memory', ['resident']), (series) =>
  lineChart({
    title: 'Resident memory of the process while watchers come, and a minute after they have all left',
    x: { label: 'watchers', isLog: false },
    y: { label: 'MiB', isLog: false },
    series,
  }),
)
await draw('growth-intake', largeLines('intake'), (series) =>
  lineChart({
    title: 'Webhooks a second with so many sessions and events stored',
    x: { label: 'sessions, and as many events', isLog: true },
    y: { label: '/s', isLog: false },
    series,
  }),
)
await draw('growth-console', largeLines('slowest console read'), (series) =>
  lineChart({
    title: "The console's slowest read (95th percentile) with so many sessions and events stored",
    x: { label: 'sessions, and as many events', isLog: true },
    y: { label: 'ms', isLog: false },
    series,
    target: { name: 'at most', at: 100 },
  }),
)
await draw('throughput', bars(), (some) => {
  const bound = some.find(({ name }) => name === 'bound')
  return barChart({
    title: 'Webhooks a second on SQLite, beside what HTTP and the database allow one after the other',
    y: { label: '/s', isLog: false },
    bars: some,
    target: bound && { name: '1.15 × bound', at: 1.15 * bound.figure },
  })
})
const before = await readFile(page, 'utf8')
const [start, end] = ['<!-- table: npm run bench:plots -->', '<!-- end of table -->']
const [head, tail] = [before.slice(0, before.indexOf(start)), before.slice(before.indexOf(end))]
const pictures = Object.entries(captions)
  .filter(([name]) => existsSync(join(directory, `${name}.svg`)))
  .map(([name, caption]) => `![${caption}](figures/${name}.svg)\n`)
await writeFile(page, `${head}${start}\n${toTable(reports)}\n\n${pictures.join('\n')}${tail}`)

/** Leaves out the picture that there is nothing for. */
async function draw<Part>(
  name: keyof typeof captions,
  parts: readonly Part[],
  toSvg: (parts: readonly Part[]) => string,
) {
  if (parts.length > 0) await writeFile(join(directory, `${name}.svg`), toSvg(parts))
}

/** The curves of a row by name, each point the median of the rounds'. */
function linesOf(row: string, names: readonly string[]): Series[] {
  return names.flatMap((name) => {
    const rounds = curves.filter((curve) => curve.row === row && curve.name === name)
    const [first] = rounds
    if (!first) return []
    const points = first.points.map(
      ([x], index) => [x, medianOf(rounds.flatMap((round) => round.points[index]?.[1] ?? []))] as const,
    )
    return [{ name, points }]
  })
}

function largeLines(name: string): Series[] {
  return [
    ...linesOf('large-sqlite', [name]).map(({ points }) => ({ name: 'SQLite', points })),
    ...linesOf('large-postgres', [name]).map(({ points }) => ({ name: 'PostgreSQL', points })),
  ]
}

function bars() {
  const found = (name: string) => figures.find((figure) => figure.row === 'webhooks' && figure.name === name)
  const bar = (name: string, of: Figure | undefined, rounds: readonly number[] | undefined, series: number) =>
    of && rounds && rounds.length > 0 ? [{ name, figure: medianOf(rounds), series }] : []
  const floor = found('floor: no database')
  const bare = found('bare: no HTTP')
  const bound = found('bound')
  const webhooks = found('webhooks')
  return [
    ...bar('no database', floor, floor?.rounds, 2),
    ...bar('no HTTP', bare, bare?.rounds, 2),
    ...bar('bound', bound, bound?.rounds, 3),
    ...bar('the version before', webhooks, webhooks?.before, 1),
    ...bar('webhooks', webhooks, webhooks?.rounds, 0),
  ]
}

/** 90 is 1, 99 is 2. */
function nines(share: number): number {
  return -Math.log10(1 - share / 100)
}
