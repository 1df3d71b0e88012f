import { type Point, type Spot, straightened, toPoint } from './geometry.ts'
import type { LaneGrid } from './lane-grid.ts'
import { type Chip, chipsAlong, chipsBeside, wordsOf } from './place-chips.ts'
import type { Link } from './plan-lane.ts'

/** A line as it is drawn. `dots` are where its sources join it, `stubs` what joins those that do not touch it. */
export interface Arrow extends Link {
  readonly points: readonly Point[]
  readonly dots: readonly { readonly from: string; readonly at: Point }[]
  readonly stubs: readonly (readonly Point[])[]
  readonly chips: readonly Chip[]
  /** From each source all the way to the target. */
  readonly routes: ReadonlyMap<string, readonly Point[]>
}

/** Between a state and what points at it. */
const headRoom = 3

/** Draws a link on the grid of its lane. */
export function drawLine(grid: LaneGrid, link: Link): Arrow {
  switch (link.kind) {
    case 'step':
      return drawStep(grid, link)
    case 'skip':
    case 'return':
      return drawLevel(grid, link)
    case 'drop':
      return drawDrop(grid, link)
    case 'exit':
      return drawExit(grid, link)
  }
}

function toLine({ measures }: LaneGrid, spots: readonly Spot[]): Point[] {
  return straightened(spots.map((spot) => toPoint(spot, measures.direction)))
}

/** One line for all sources. */
function shared(grid: LaneGrid, link: Link, spots: readonly Spot[], chips: readonly Chip[]): Arrow {
  const points = toLine(grid, spots)
  return { ...link, points, dots: [], stubs: [], chips, routes: new Map(link.sources.map((id) => [id, points])) }
}

function drawStep(grid: LaneGrid, link: Link): Arrow {
  const source = grid.centreOf(link.sources[0] ?? '')
  const target = grid.centreOf(link.to)
  const half = grid.measures.node.along / 2
  const spots = [
    { ...source, along: source.along + half + headRoom },
    { ...target, along: target.along - half - headRoom },
  ]
  return shared(grid, link, spots, [])
}

function drawDrop(grid: LaneGrid, link: Link): Arrow {
  const { direction, node, end } = grid.measures
  const { along } = grid.centreOf(link.sources[0] ?? '')
  const start = grid.rowEnd + headRoom
  const stop = grid.centreOf(link.to).across - end.across / 2
  const spots = [
    { along, across: start },
    { along, across: stop - headRoom },
  ]
  const middle = { along, across: (start + stop) / 2 }
  return shared(grid, link, spots, chipsBeside(wordsOf(link), middle, direction, node.along / 2 + 18))
}

/**
 * A line above the row, or below it, that all sources join on the way to the target. Its own level keeps it from crossing
 * another: one that ends farther on is farther off. A source is a dot on it, so that nothing has to cross to reach it.
 */
function drawLevel(grid: LaneGrid, link: Link): Arrow {
  const { node, direction } = grid.measures
  const isSkip = link.kind === 'skip'
  const index = (isSkip ? grid.skips : grid.returns).indexOf(link)
  const across = isSkip ? grid.skipLevel(index) : grid.returnLevel(index)
  const edge = isSkip ? grid.rowTop : grid.rowEnd
  const aside = Math.min(14, node.along / 4)
  const into = {
    along: grid.centreOf(link.to).along + (isSkip ? -aside : aside),
    across: edge + (isSkip ? -headRoom : headRoom),
  }
  const joins = link.sources.map((id) => {
    const centre = grid.centreOf(id)
    if (!grid.isInRow(id)) {
      return {
        id,
        along: grid.busAlong,
        start: [{ along: grid.besideEnd + 2, across: centre.across }],
        own: centre.across,
      }
    }
    const along = centre.along + (id === link.to ? -aside : isSkip ? aside : 0)
    return { id, along, start: [], own: edge }
  })
  const routeOf = ({ along, start, own }: (typeof joins)[number]): Spot[] => [
    ...start,
    { along, across: own },
    { along, across },
    { along: into.along, across },
    into,
  ]
  const outside = joins.filter(({ id }) => !grid.isInRow(id))
  const inner = joins.filter(({ id }) => grid.isInRow(id))
  const [farthest] = [...joins].sort((a, b) => (isSkip ? a.along - b.along : b.along - a.along))
  const [first] = outside
  const main = first ? routeOf(first) : farthest ? routeOf(farthest).slice(1) : []
  const end = farthest?.along ?? into.along
  const touches = index === 0 && !isSkip ? inner : [] // what is farther off would cross the nearer ones
  return {
    ...link,
    points: toLine(grid, main),
    dots: inner.map(({ id, along }) => ({ from: id, at: toPoint({ along, across }, direction) })),
    stubs: [
      ...outside.slice(1).map((join) => toLine(grid, routeOf(join).slice(0, 2))),
      ...touches.map(({ along, own }) =>
        toLine(grid, [
          { along, across: own + 2 },
          { along, across },
        ]),
      ),
    ],
    chips: chipsAlong(
      wordsOf(link),
      { along: (into.along + end) / 2, across },
      Math.abs(into.along - end),
      direction,
      isSkip ? 'middle' : 'start',
    ),
    routes: new Map(joins.map((join) => [join.id, toLine(grid, routeOf(join))])),
  }
}

/** From the frame's edge to an end below it, beside what is below it, or at the end of the row. */
function drawExit(grid: LaneGrid, link: Link): Arrow {
  const { framed, frameEnd, columnAt, exits, exitAt, tier, plan } = grid
  const { end, node, gap, pitch, direction } = grid.measures
  const target = grid.centreOf(link.to)
  const words = wordsOf(link)
  const index = exits.indexOf(link)
  const isBelow = plan.below.length > 0
  if (isBelow && framed && target.along < framed.end) {
    const stop = target.across - end.across / 2 - headRoom
    const spots = [
      { along: target.along, across: frameEnd },
      { along: target.along, across: stop },
    ]
    const middle = { along: target.along, across: frameEnd + gap / 2 }
    return shared(grid, link, spots, chipsBeside(words, middle, direction, pitch / 2))
  }
  const into = { along: target.along - end.along / 2 - headRoom, across: target.across }
  if (isBelow) {
    const passed = plan.below.filter(({ state, column }) => state.id !== link.to && columnAt(column) < target.along)
    const along = columnAt(Math.max(-1, ...passed.map(({ column }) => column)) + 1) - node.along / 2
    const spots = [{ along, across: frameEnd }, { along, across: tier }, into]
    const middle = { along: (along + into.along) / 2, across: tier }
    return shared(grid, link, spots, chipsAlong(words, middle, into.along - along - 24, direction))
  }
  // Each turns at a place of its own: of those that turn up the first turns first, of those that turn down the last.
  const across = exitAt(index)
  const start = { along: framed?.end ?? 0, across }
  const room = into.along - (columnAt(plan.row.length - 1) + node.along / 2)
  const order = target.across <= across ? index + 1 : exits.length - index
  const turn = into.along - Math.max(10, room - 10 - (order * (room - 16)) / (exits.length + 1))
  const spots = [start, { along: turn, across }, { along: turn, across: target.across }, into]
  const middle = { along: (start.along + turn) / 2, across }
  return shared(grid, link, spots, chipsAlong(words, middle, turn - start.along - 12, direction))
}
