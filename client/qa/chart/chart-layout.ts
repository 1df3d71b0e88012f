import type { Chart, ChartTransition } from '../../../shared/session-chart.ts'

/** A box in the drawing, in pixels at full size; `x` and `y` are the upper left corner. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** One arrow: all transitions from one state to another share it, one line of its label each. */
export interface ChartArrow {
  readonly id: string
  readonly region: string
  readonly from: string
  readonly to: string
  readonly transitions: readonly ChartTransition[]
}

/** Where everything is drawn. Computed ahead (`npm run chart`), since the library that does it is too big for a page. */
export interface ChartLayout {
  readonly width: number
  readonly height: number
  readonly regions: Readonly<Record<string, Box>>
  readonly states: Readonly<Record<string, Box>>
  /** By the arrow's id: its line as SVG path data, and where its label is. */
  readonly arrows: Readonly<Record<string, { readonly path: string; readonly label: Box }>>
}

export const lineHeight = 17
export const labelPadding = 3
const characterWidth = 7.2
/** Room behind each line for how often it was taken. */
const countCharacters = 5

export function arrowsOf(chart: Chart): ChartArrow[] {
  return chart.regions.flatMap(({ name, transitions }) => {
    const byPair = Map.groupBy(transitions, ({ from, to }) => `${from} ${to}`)
    return [...byPair].flatMap(([id, shared]) => {
      const [first] = shared
      return first ? [{ id, region: name, from: first.from, to: first.to, transitions: shared }] : []
    })
  })
}

/** What an arrow says of a transition: the event, less the region's own name. */
export function labelOf({ event, region }: ChartTransition): string {
  return event.startsWith(`${region}.`) ? event.slice(region.length + 1) : event
}

export function labelSize(transitions: readonly ChartTransition[]): { width: number; height: number } {
  const longest = Math.max(...transitions.map((transition) => labelOf(transition).length))
  return {
    width: Math.ceil((longest + countCharacters) * characterWidth) + 2 * labelPadding,
    height: transitions.length * lineHeight + 2 * labelPadding,
  }
}
