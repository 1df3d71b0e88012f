/** One line of the table. `ofTarget` is 1 where the target is just met, more where it is met with room. */
export interface Row {
  readonly row: string
  readonly figure: number
  readonly unit: string
  readonly target: string
  readonly ofTarget: number
}

/** A figure without a target. */
export function told(row: string, figure: number, unit: string): Row {
  return { row, figure, unit, target: '', ofTarget: Number.POSITIVE_INFINITY }
}

export function atLeast(row: string, figure: number, least: number, unit: string): Row {
  return { row, figure, unit, target: `≥ ${least}`, ofTarget: figure / least }
}

export function atMost(row: string, figure: number, most: number, unit: string): Row {
  return { row, figure, unit, target: `≤ ${most}`, ofTarget: most / figure }
}

export function toLine({ row, figure, unit, target, ofTarget }: Row): string {
  const digits = figure < 100 ? 2 : 0
  const missed = ofTarget >= 1 ? '' : '  MISSED'
  return `${row.padEnd(22)}${figure.toFixed(digits).padStart(10)} ${unit.padEnd(14)}${target}${missed}`
}
