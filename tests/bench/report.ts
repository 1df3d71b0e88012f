import { z } from 'zod'
import { type Figure, medianOf, ofTarget } from './figures.ts'

const Points = z.array(z.tuple([z.number(), z.number()]))
const FigureSchema = z.object({
  row: z.string(),
  name: z.string(),
  unit: z.string(),
  better: z.enum(['more', 'less']).nullable(),
  target: z.number().nullable(),
  rounds: z.array(z.number()),
  before: z.array(z.number()),
})

/** What `--json` writes, and `--compare` and the plots read. */
export const Report = z.object({
  measuredAt: z.string(),
  machine: z.object({
    processor: z.string(),
    cores: z.number(),
    memoryGib: z.number(),
    system: z.string(),
    node: z.string(),
    filesystem: z.string(),
    loadAverage: z.number(),
    diskCommitP50Ms: z.number(),
    diskCommitP99Ms: z.number(),
  }),
  figures: z.array(FigureSchema),
  /** Of each row and round. */
  curves: z.array(z.object({ row: z.string(), name: z.string(), points: Points })),
  notes: z.array(z.string()),
})
export type Report = z.infer<typeof Report>

/** One line of the table: the median of the rounds, its target, whether that is missed, and what the earlier version has beside it. */
export function toLine(figure: Figure): string {
  const { row, name, unit, better, target, rounds, before } = figure
  const sign = better === 'more' ? '≥' : '≤'
  const goal = target === null ? '' : `${sign} ${digits(target)}${ofTarget(figure) >= 1 ? '' : '  MISSED'}`
  const beside = before.length === 0 ? '' : `   before ${digits(medianOf(before))}`
  const spread = rounds.length > 1 ? `(${digits(Math.min(...rounds))} to ${digits(Math.max(...rounds))})` : ''
  return `${row.padEnd(15)}${name.padEnd(36)}${digits(medianOf(rounds)).padStart(9)} ${unit.padEnd(9)}${spread.padEnd(22)}${goal}${beside}`
}

/** In one line. */
export function toMachineLine({ machine }: Pick<Report, 'machine'>): string {
  const { processor, cores, memoryGib, system, node, filesystem, loadAverage, diskCommitP50Ms, diskCommitP99Ms } =
    machine
  return `${processor}, ${cores} cores, ${memoryGib} GiB, ${system}, Node ${node}, ${filesystem}; a commit of 8 rows: p50 ${digits(diskCommitP50Ms)} ms, p99 ${digits(diskCommitP99Ms)} ms; load average at the beginning ${digits(loadAverage)}`
}

export function digits(figure: number): string {
  if (Math.abs(figure) >= 100) return Math.round(figure).toLocaleString('en-US')
  return figure.toFixed(Math.abs(figure) >= 10 ? 1 : 2)
}
