import { type Chart, type ChartRegion, type ChartState, sessionChart } from '../../../shared/session-chart.ts'
import { arrowsOf, type Box, type ChartArrow, type ChartLayout, labelSize } from './chart-layout.ts'
import layout from './layout.json'

export interface PlacedState {
  readonly state: ChartState
  readonly region: string
  readonly box: Box
}

export interface PlacedArrow {
  readonly arrow: ChartArrow
  /** SVG path data. */
  readonly path: string
  readonly label: Box
}

/** The machine with a place for everything in it. */
export interface PlacedChart {
  readonly width: number
  readonly height: number
  readonly regions: readonly { readonly region: ChartRegion; readonly box: Box }[]
  readonly states: readonly PlacedState[]
  readonly arrows: readonly PlacedArrow[]
  /** Whether the layout knew everything; else `npm run chart` is due. */
  readonly isUpToDate: boolean
}

const spare = { width: 130, height: 36, gap: 20 }

/**
 * Puts the machine, which is the truth, on the layout, which was computed ahead. What the machine has and the layout
 * does not is drawn all the same: below the rest, with straight arrows.
 */
export function placeChart(chart: Chart, { width, height, ...places }: ChartLayout): PlacedChart {
  const unplaced = chart.regions.flatMap(({ states }) => states).filter(({ id }) => !(id in places.states))
  const boxOf = (id: string): Box => {
    const known = places.states[id]
    if (known) return known
    const index = unplaced.findIndex((state) => state.id === id)
    return { ...spare, x: index * (spare.width + spare.gap), y: height + spare.gap }
  }
  const arrows = arrowsOf(chart)
  return {
    width,
    height: unplaced.length > 0 ? height + spare.height + 2 * spare.gap : height,
    regions: chart.regions.flatMap((region) => {
      const box = places.regions[region.name]
      return box ? [{ region, box }] : []
    }),
    states: chart.regions.flatMap(({ name, states }) =>
      states.map((state) => ({ state, region: name, box: boxOf(state.id) })),
    ),
    arrows: arrows.map((arrow) => ({ arrow, ...(places.arrows[arrow.id] ?? straight(arrow, boxOf)) })),
    isUpToDate: unplaced.length === 0 && arrows.every(({ id }) => id in places.arrows),
  }
}

/** What the server runs, placed. */
export const placedChart: PlacedChart = placeChart(sessionChart, layout)

function straight({ from, to, transitions }: ChartArrow, boxOf: (id: string) => Box) {
  const start = boxOf(from)
  const end = boxOf(to)
  const [x1, y1] = [start.x + start.width / 2, start.y + start.height]
  const [x2, y2] = [end.x + end.width / 2, end.y]
  const size = labelSize(transitions)
  return {
    path: `M${x1} ${y1}L${x2} ${y2}`,
    label: { ...size, x: (x1 + x2 - size.width) / 2, y: (y1 + y2 - size.height) / 2 },
  }
}
