import { type Arrow, drawLine } from './draw-line.ts'
import { type Box, type Direction, type Spot, toPoint } from './geometry.ts'
import { createGrid, type Extent, type Measures } from './lane-grid.ts'
import { chipHeight } from './place-chips.ts'
import type { LanePlan } from './plan-lane.ts'

/** A region, drawn: pixels from the drawing's upper left corner. */
export interface Lane {
  readonly plan: LanePlan
  readonly box: Box
  readonly frame: Box | null
  readonly states: ReadonlyMap<string, Box>
  readonly arrows: readonly Arrow[]
}

/** Places a lane, `across` from the drawing's edge where it runs to the right, and as far from its top where it runs down. */
export function placeLane(plan: LanePlan, at: Spot, measures: Measures): Lane {
  const grid = createGrid(plan, at, measures)
  const { direction, foot } = measures
  const { framed, frameEnd, bottom, lastAlong } = grid
  const { row, below, beside, links } = plan
  const states = [...row, ...below.map(({ state }) => state), ...beside].map(({ id }): [string, Box] => {
    const { along, across } = grid.centreOf(id)
    const size = grid.sizeOf(id)
    return [id, toBox({ along: along - size.along / 2, across: across - size.across / 2 }, size, direction)]
  })
  const isTall = direction === 'down' && links.some(({ kind }) => kind === 'drop') // its chips stand beside the last state
  const end = lastAlong + foot + (isTall ? chipHeight + 4 : 0)
  return {
    plan,
    box: toBox(at, { along: end - at.along, across: bottom + foot - at.across }, direction),
    frame: framed && toBox(framed, { along: framed.end - framed.along, across: frameEnd - framed.across }, direction),
    states: new Map(states),
    arrows: links.map((link) => drawLine(grid, link)),
  }
}

function toBox(at: Spot, size: Extent, direction: Direction): Box {
  const { x: width, y: height } = toPoint(size, direction)
  return { ...toPoint(at, direction), width, height }
}
