import type { Direction, Spot } from './geometry.ts'
import { chipHeight } from './place-chips.ts'
import { isPlain, type LanePlan } from './plan-lane.ts'

/** A length along the lane and one across it. */
export interface Extent {
  readonly along: number
  readonly across: number
}

/** The sizes that a lane is drawn with. */
export interface Measures {
  readonly direction: Direction
  readonly node: Extent
  readonly end: Extent
  /** From the middle of one column to that of the next. */
  readonly pitch: number
  /** What stands before the row: the lane's title where it runs down. */
  readonly lead: number
  /** What stands above the row: the lane's title where it runs to the right. */
  readonly head: number
  /** From one line above the row to the next. */
  readonly level: number
  /** Between the frame and what is below it. */
  readonly gap: number
  readonly foot: number
}

const before = 24
const framePad = 10
const rowPad = 9
const exitGap = 9
const stackGap = 8
const busGap = 12

/** Where everything of a lane stands, before any line is drawn. */
export type LaneGrid = ReturnType<typeof createGrid>

/** Works out where a lane's states, levels and frame are, for a lane that begins `at` a spot. */
export function createGrid(plan: LanePlan, at: Spot, measures: Measures) {
  const { node, end, pitch, level, gap, lead, head } = measures
  const { row, frame, below, beside, links } = plan
  const skips = links.filter(({ kind }) => kind === 'skip')
  const returns = links.filter(({ kind }) => kind === 'return').reverse()
  const exits = links.filter(({ kind }) => kind === 'exit')

  const columnAt = (column: number) => at.along + lead + before + node.along / 2 + column * pitch
  const least = skips.length > 0 ? 26 : rowPad
  const rowTop = at.across + head + Math.max(least, rowPad + 8 + skips.length * level)
  const rowEnd = rowTop + node.across
  const sideExits = below.length > 0 ? 0 : exits.length
  const frameEnd = frame ? rowEnd + Math.max(18, 14 + exitGap * (sideExits - 1)) : rowEnd + 4
  const framed = frame && {
    along: columnAt(frame.from) - node.along / 2 - framePad,
    across: rowTop - rowPad,
    end: columnAt(frame.to) + node.along / 2 + framePad,
  }
  const exitAt = (index: number) => rowEnd + 8 + index * exitGap
  const tier = frameEnd + gap + end.across / 2

  const step = end.across + stackGap
  const lastExit = exitAt(Math.max(0, beside.length - 1))
  const stackTop = Math.max(at.across + head + end.across / 2, lastExit - (beside.length - 1) * step)
  const stackEnd = beside.length > 0 ? stackTop + (beside.length - 1) * step + end.across / 2 : 0
  const besideAlong = columnAt(row.length) - node.along / 2 + end.along / 2

  const underRow = Math.max(frameEnd, returns.length > 0 ? stackEnd : 0)
  const depths = returns.map((link) => (link.transitions.every(isPlain) ? level : chipHeight + 4))
  const depthBefore = (index: number) => depths.slice(0, index).reduce((sum, depth) => sum + depth, underRow + 4)

  const centres = new Map<string, Spot>([
    ...row.map(({ id }, column): [string, Spot] => [id, { along: columnAt(column), across: rowTop + node.across / 2 }]),
    ...below.map(({ state, column }): [string, Spot] => [state.id, { along: columnAt(column), across: tier }]),
    ...beside.map(({ id }, index): [string, Spot] => [id, { along: besideAlong, across: stackTop + index * step }]),
  ])
  const inRow = new Set(row.map(({ id }) => id))
  const lastAlong = beside.length > 0 ? besideAlong + end.along / 2 + busGap : columnAt(row.length - 1) + node.along / 2
  const ends = [returns.length > 0 ? depthBefore(returns.length) : 0, below.length > 0 ? tier + end.across / 2 : 0]
  return {
    ...{ plan, measures, columnAt, rowTop, rowEnd, frameEnd, framed, exitAt, exits, tier },
    /** The level of the line above the row, or below it, that this link is drawn on; the nearest is the first. */
    skipLevel: (index: number) => rowTop - rowPad - 8 - index * level,
    returnLevel: (index: number) => depthBefore(index) + (depths[index] ?? 0) / 2,
    ...{ skips, returns },
    isInRow: (id: string) => inRow.has(id),
    centreOf: (id: string): Spot => centres.get(id) ?? { along: 0, across: 0 },
    sizeOf: (id: string): Extent => (inRow.has(id) ? node : end),
    /** Where the states at the end of the row end, and the line that comes back from them. */
    besideEnd: besideAlong + end.along / 2,
    busAlong: besideAlong + end.along / 2 + busGap,
    lastAlong,
    bottom: Math.max(...ends, stackEnd, frameEnd),
  }
}
