/** What one round of a row has measured of one thing. */
export interface Measured {
  readonly name: string
  readonly unit: string
  readonly figure: number
  /** Which way is good; absent where neither is. */
  readonly better?: 'more' | 'less'
  /** What it is to reach: at least that where more is better, at most where less is. */
  readonly target?: number
  /** Beside an earlier version in the same run: at most this share of its figure. */
  readonly ofBefore?: number
}

/** Points of a line to be drawn. */
export interface Curve {
  readonly name: string
  readonly points: readonly (readonly [number, number])[]
}

export interface Round {
  readonly figures: readonly Measured[]
  readonly curves?: readonly Curve[]
  /** What was set or found that whoever reads the figures should know. */
  readonly notes?: readonly string[]
}

/** One thing of one row over all rounds; `before` are those of the earlier version beside it. */
export interface Figure {
  readonly row: string
  readonly name: string
  readonly unit: string
  readonly better: 'more' | 'less' | null
  readonly target: number | null
  readonly rounds: readonly number[]
  readonly before: readonly number[]
}

export function medianOf(figures: readonly number[]): number {
  return quantile(
    figures.toSorted((a, b) => a - b),
    0.5,
  )
}

/** Of figures in order: the one that `share` of them do not exceed. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

const shares = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1]

/** How such times are spread: how much of them, in percent, took at most so many milliseconds. */
export function spreadOf(name: string, timesMs: readonly number[]): Curve {
  const sorted = timesMs.toSorted((a, b) => a - b)
  return { name, points: shares.map((share) => [share * 100, rounded(quantile(sorted, share))] as const) }
}

/** Enough digits for any reader. */
export function rounded(figure: number): number {
  return Number(figure.toPrecision(5))
}

/** What several rounds have measured, and beside it what the earlier version's have, one figure for each name. */
export function toFigures(row: string, rounds: readonly Round[], before: readonly Round[]): Figure[] {
  const figuresOf = (of: readonly Round[], name: string) =>
    of.flatMap(({ figures }) => figures.filter((measured) => measured.name === name))
  const names = new Set(rounds.flatMap(({ figures }) => figures.map(({ name }) => name)))
  return [...names].flatMap((name) => {
    const measured = figuresOf(rounds, name)
    const [first] = measured
    if (!first) return []
    const targets = measured.flatMap(({ target }) => target ?? [])
    const own = measured.map(({ figure }) => rounded(figure))
    const theirs = figuresOf(before, name).map(({ figure }) => rounded(figure))
    const figure: Figure = {
      ...{ row, name, unit: first.unit, better: first.better ?? null },
      target: targets.length > 0 ? rounded(medianOf(targets)) : null,
      ...{ rounds: own, before: theirs },
    }
    if (first.ofBefore === undefined || theirs.length === 0) return [figure]
    const share = rounded(medianOf(own) / medianOf(theirs))
    const beside: Figure = {
      ...{ row, name: `${name} ÷ before`, unit: '×', better: 'less', target: first.ofBefore },
      ...{ rounds: [share], before: [] },
    }
    return [figure, beside]
  })
}

/** How far the figure is from its target: 1 where it is just met, more where it is met with room; infinite where there is none. */
export function ofTarget({ target, better, rounds }: Figure): number {
  if (target === null) return Number.POSITIVE_INFINITY
  const figure = medianOf(rounds)
  return better === 'more' ? figure / target : target / figure
}
