import { type Figure, medianOf, ofTarget } from './figures.ts'
import { digits, type Report, toMachineLine } from './report.ts'

/** The figures of reports as a table in Markdown, with the machines that they come from; what was measured later stands in for what was before. */
export function toTable(reports: readonly Report[]): string {
  const figures = new Map<string, Figure>()
  for (const report of reports) for (const figure of report.figures) figures.set(`${figure.row} ${figure.name}`, figure)
  const lines = [...figures.values()].filter(isTold).map(toRow)
  const machines = new Set(reports.map((report) => `${report.measuredAt.slice(0, 10)}: ${toMachineLine(report)}.`))
  const notes = new Set(reports.flatMap((report) => report.notes))
  return [
    '| row | what | figure | rounds | target | before |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
    ...[...machines, ...notes].map((note) => `- ${note}`),
  ].join('\n')
}

/** Each of the console's reads has a line of its own in the JSON; the slowest of them is enough here. */
function isTold({ row, unit, name }: Figure): boolean {
  return !row.startsWith('large') || unit !== 'ms p95' || /round|slowest/.test(name)
}

function toRow(figure: Figure): string {
  const { row, name, unit, better, target, rounds, before } = figure
  const goal = target === null ? '' : `${better === 'more' ? '≥' : '≤'} ${digits(target)}`
  const met = ofTarget(figure) >= 1 ? '' : ', missed'
  const range = rounds.length > 1 ? `${digits(Math.min(...rounds))} to ${digits(Math.max(...rounds))}` : ''
  const earlier = before.length > 0 ? digits(medianOf(before)) : ''
  return `| ${row} | ${name} | ${digits(medianOf(rounds))} ${unit} | ${range} | ${goal}${goal && met} | ${earlier} |`
}
