import { type Figure, medianOf } from './figures.ts'
import { digits, type Report } from './report.ts'

/** What has become of one figure. `noise` is how far two medians may lie apart for no reason, in the figure's unit. */
export interface Comparison {
  readonly row: string
  readonly name: string
  readonly unit: string
  readonly before: number
  readonly now: number
  readonly noise: number
  readonly verdict: 'better' | 'worse' | 'as before'
}

/** However still the rounds were, a machine is not. */
const leastNoise = 0.05
/** Fewer rounds than this do not tell how far they spread. */
const enoughRounds = 3
const noiseOfFew = 0.25

/**
 * Every figure that both runs have and of which one way is good. The noise is half of the one's spread over its rounds and
 * half of the other's, and at least 5 % of the earlier median; 25 % where either has fewer than three rounds. Pure.
 */
export function compareFigures(before: readonly Figure[], now: readonly Figure[]): Comparison[] {
  return now.flatMap((figure) => {
    const { row, name, unit, better, rounds } = figure
    const earlier = before.find((other) => other.row === row && other.name === name)
    if (!earlier || better === null || earlier.rounds.length === 0 || rounds.length === 0) return []
    const [then, today] = [medianOf(earlier.rounds), medianOf(rounds)]
    const isFew = Math.min(earlier.rounds.length, rounds.length) < enoughRounds
    const noise = Math.max(
      Math.abs(then) * (isFew ? noiseOfFew : leastNoise),
      (spreadOver(earlier.rounds) + spreadOver(rounds)) / 2,
    )
    const gain = better === 'more' ? today - then : then - today
    const verdict = Math.abs(gain) <= noise ? 'as before' : gain > 0 ? 'better' : 'worse'
    return [{ row, name, unit, before: then, now: today, noise, verdict }]
  })
}

function spreadOver(rounds: readonly number[]): number {
  return Math.max(...rounds) - Math.min(...rounds)
}

/** What is told of a comparison, a line each; first whether the machines differ, since then it says little. */
export function toComparisonLines(before: Report, now: Report, comparisons: readonly Comparison[]): string[] {
  const machineOf = ({ machine }: Report) => `${machine.processor}, ${machine.cores} cores, Node ${machine.node}`
  const isSame = machineOf(before) === machineOf(now)
  const changed = comparisons.filter(({ verdict }) => verdict !== 'as before')
  return [
    `beside ${before.measuredAt}${isSame ? '' : `, ANOTHER MACHINE: ${machineOf(before)}`}`,
    ...changed.map(
      ({ row, name, unit, before: then, now: today, noise, verdict }) =>
        `${verdict.toUpperCase().padEnd(7)}${row} ${name}: ${digits(then)} → ${digits(today)} ${unit} (noise ${digits(noise)})`,
    ),
    `${comparisons.length - changed.length} of ${comparisons.length} figures are as before`,
  ]
}
