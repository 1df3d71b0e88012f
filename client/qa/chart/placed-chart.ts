import type { Dimensions, Viewport } from '@xyflow/react'
import { type Chart, sessionChart, transitionsOf } from '../../../shared/session-chart.ts'
import { arrowsOf, type Box, type ChartArrow, type ChartLayout, labelSize } from './chart-layout.ts'
import layout from './layout.json'
import type { Marks } from './marks.ts'

/** The machine with a box for everything in it. `isUpToDate`: the layout knew all of it; else `npm run chart` is due. */
type PlacedChart = ReturnType<typeof placeChart>
export type PlacedState = PlacedChart['states'][number]
export type PlacedArrow = PlacedChart['arrows'][number]

const spare = { width: 130, height: 36, gap: 20 }

/**
 * Puts the machine, which is the truth, on the layout, which was computed ahead. What the machine has and the layout
 * does not is drawn all the same: below the rest, with straight arrows.
 */
function placeChart(chart: Chart, { width, height, ...boxes }: ChartLayout) {
  const unplaced = chart.regions.flatMap(({ states }) => states).filter(({ id }) => !(id in boxes.states))
  const boxOf = (id: string): Box => {
    const known = boxes.states[id]
    if (known) return known
    const index = unplaced.findIndex((state) => state.id === id)
    return { ...spare, x: index * (spare.width + spare.gap), y: height + spare.gap }
  }
  const arrows = arrowsOf(chart)
  return {
    width,
    height: unplaced.length > 0 ? height + spare.height + 2 * spare.gap : height,
    regions: chart.regions.flatMap((region) => {
      const box = boxes.regions[region.name]
      return box ? [{ region, box }] : []
    }),
    states: chart.regions.flatMap(({ states }) => states.map((state) => ({ state, box: boxOf(state.id) }))),
    arrows: arrows.map((arrow) => ({ arrow, ...(boxes.arrows[arrow.id] ?? straight(arrow, boxOf)) })),
    isUpToDate: unplaced.length === 0 && arrows.every(({ id }) => id in boxes.arrows),
  }
}

/** What the server runs, placed. */
export const placedChart = placeChart(sessionChart, layout)

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

/** At this zoom a transition's label is twelve pixels high. */
const readableZoom = 0.93
const largestZoom = 1.4
const margin = 8

/** The whole drawing where it can be read so; else as much as can be read, with `focus` in the middle. */
export function openingViewport({ width, height }: Dimensions, focus: Box | null): Viewport {
  const fitting = Math.min((width - 2 * margin) / placedChart.width, (height - 2 * margin) / placedChart.height)
  const zoom = Math.min(largestZoom, Math.max(readableZoom, fitting))
  const x = offset(width, placedChart.width * zoom, focus && (focus.x + focus.width / 2) * zoom)
  const y = offset(height, placedChart.height * zoom, focus && (focus.y + focus.height / 2) * zoom)
  return { x, y, zoom }
}

/** The middle of what fits; of what does not, the offset that shows `at` as near the middle as the edges allow. */
function offset(room: number, length: number, at: number | null): number {
  if (length + 2 * margin <= room) return (room - length) / 2
  return Math.min(margin, Math.max(room - length - margin, room / 2 - (at ?? 0)))
}

/** Whether all of `box` can be seen. */
export function isInView({ x, y, zoom }: Viewport, { width, height }: Dimensions, box: Box): boolean {
  const left = box.x * zoom + x
  const top = box.y * zoom + y
  return left >= 0 && top >= 0 && left + box.width * zoom <= width && top + box.height * zoom <= height
}

/** The state to look at first: the one entered last, else the one the connection is in; null where there is none. */
export function focusOf({ last, current }: Marks): Box | null {
  const entered = transitionsOf(sessionChart).find(({ id }) => last.has(id))?.to
  const id = entered ?? placedChart.states.find(({ state }) => current.has(state.id))?.state.id
  return placedChart.states.find(({ state }) => state.id === id)?.box ?? null
}
