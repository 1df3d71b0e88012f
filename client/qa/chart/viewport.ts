import { sessionChart, transitionsOf } from '../../../shared/session-chart.ts'
import type { Box } from './chart-layout.ts'
import type { Marks } from './marks.ts'
import { placedChart } from './placed-chart.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Where the drawing's corner is on the page, and how large it is drawn, as React Flow says it. */
export interface Viewport {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** At this zoom a transition's label is twelve pixels high. */
const readableZoom = 0.93
const largestZoom = 1.4
const margin = 8

/** The whole drawing where it can be read so; else as much as can be read, with `focus` in the middle. */
export function openingViewport({ width, height }: Size, focus: Box | null): Viewport {
  const fitting = Math.min((width - 2 * margin) / placedChart.width, (height - 2 * margin) / placedChart.height)
  const zoom = Math.min(largestZoom, Math.max(readableZoom, fitting))
  const x = offset(width, placedChart.width * zoom, focus && (focus.x + focus.width / 2) * zoom)
  const y = offset(height, placedChart.height * zoom, focus && (focus.y + focus.height / 2) * zoom)
  return { x, y, zoom }
}

/** The middle of what fits; of what does not, the place that shows `at` as near the middle as the edges allow. */
function offset(room: number, length: number, at: number | null): number {
  if (length + 2 * margin <= room) return (room - length) / 2
  return Math.min(margin, Math.max(room - length - margin, room / 2 - (at ?? 0)))
}

/** Whether all of `box` can be seen. */
export function isInView({ x, y, zoom }: Viewport, { width, height }: Size, box: Box): boolean {
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
