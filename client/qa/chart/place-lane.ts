import { type Box, type Direction, type Point, type Spot, straightened, toPoint } from './geometry.ts'
import { type Chip, chipHeight, chipsAlong, chipsBeside, wordsOf } from './place-chips.ts'
import type { LanePlan, Link } from './plan-lane.ts'

/** The sizes that a lane is drawn with, along and across its way. */
export interface Measures {
  readonly direction: Direction
  readonly node: { readonly along: number; readonly across: number }
  readonly end: { readonly along: number; readonly across: number }
  /** From the middle of one column to that of the next. */
  readonly pitch: number
  /** What stands before the row: the lane's title where it runs down. */
  readonly lead: number
  /** What stands above the row: the lane's title where it runs to the right. */
  readonly head: number
  readonly level: number
  /** Between the frame and what is below it. */
  readonly gap: number
  readonly foot: number
}

/** A line as it is drawn. `dots` are where its sources join it, `stubs` what joins those that do not touch it. */
export interface Arrow extends Link {
  readonly points: readonly Point[]
  readonly dots: readonly { readonly from: string; readonly at: Point }[]
  readonly stubs: readonly (readonly Point[])[]
  readonly chips: readonly Chip[]
  /** From each source all the way to the target. */
  readonly routes: ReadonlyMap<string, readonly Point[]>
}

export interface Lane {
  readonly plan: LanePlan
  readonly box: Box
  readonly frame: Box | null
  readonly states: ReadonlyMap<string, Box>
  readonly arrows: readonly Arrow[]
}

const before = 24
const framePad = 10
const rowPad = 9
const exitGap = 9
const stackGap = 8
const busGap = 12
const headRoom = 3

/** Places a lane, `across` from the drawing's edge where it runs to the right, and as far from its top where it runs down. */
export function placeLane(plan: LanePlan, at: Spot, measures: Measures): Lane {
  const { direction, node, end, pitch, level, gap, foot } = measures
  const { row, frame, below, beside, links } = plan
  const skips = links.filter(({ kind }) => kind === 'skip')
  const returns = links.filter(({ kind }) => kind === 'return').reverse()
  const isBelow = below.length > 0
  const exits = links.filter(({ kind }) => kind === 'exit')

  const columnAt = (column: number) => at.along + measures.lead + before + node.along / 2 + column * pitch
  const rowTop = at.across + measures.head + Math.max(skips.length > 0 ? 26 : rowPad, rowPad + 8 + skips.length * level)
  const middle = rowTop + node.across / 2
  const rowEnd = rowTop + node.across
  const sideExits = isBelow ? 0 : exits.length
  const frameEnd = frame ? rowEnd + Math.max(18, 14 + exitGap * (sideExits - 1)) : rowEnd + 4
  const framed = frame && {
    along: columnAt(frame.from) - node.along / 2 - framePad,
    across: rowTop - rowPad,
    end: columnAt(frame.to) + node.along / 2 + framePad,
  }
  const exitAt = (index: number) => rowEnd + 8 + index * exitGap

  const centres = new Map<string, Spot>(row.map(({ id }, column) => [id, { along: columnAt(column), across: middle }]))
  const tier = frameEnd + gap + end.across / 2
  for (const { state, column } of below) centres.set(state.id, { along: columnAt(column), across: tier })
  const last = exitAt(Math.max(0, beside.length - 1))
  const step = end.across + stackGap
  const stackTop = Math.max(at.across + measures.head + end.across / 2, last - (beside.length - 1) * step)
  const besideAlong = columnAt(row.length) - node.along / 2 + end.along / 2
  for (const [index, { id }] of beside.entries())
    centres.set(id, { along: besideAlong, across: stackTop + index * step })
  const stackEnd = beside.length > 0 ? stackTop + (beside.length - 1) * step + end.across / 2 : 0
  const deep = returns.map((link) =>
    link.transitions.some((one) => !isOwnName(one.event, one.to)) ? chipHeight + 4 : level,
  )
  const underRow = Math.max(frameEnd, beside.length > 0 && returns.length > 0 ? stackEnd : 0)
  const returnAt = (index: number) => underRow + 4 + sum(deep.slice(0, index)) + (deep[index] ?? 0) / 2
  const bottom = Math.max(
    returns.length > 0 ? underRow + 4 + sum(deep) : 0,
    isBelow ? tier + end.across / 2 : 0,
    stackEnd,
    frameEnd,
  )

  const isRow = new Set(row.map(({ id }) => id))
  const centreOf = (id: string): Spot => centres.get(id) ?? { along: 0, across: 0 }
  const sizeOf = (id: string) => (isRow.has(id) ? node : end)
  const points = (spots: readonly Spot[]) => straightened(spots.map((spot) => toPoint(spot, direction)))

  const arrows = links.map((link): Arrow => {
    const target = centreOf(link.to)
    const size = sizeOf(link.to)
    const chips = wordsOf(link)
    const none = { dots: [], stubs: [], chips: [] as readonly Chip[] }
    if (link.kind === 'step') {
      const [from] = link.sources
      const source = centreOf(from ?? '')
      const line = points([
        { along: source.along + node.along / 2 + 3, across: middle },
        { along: target.along - size.along / 2 - headRoom, across: middle },
      ])
      return { ...link, ...none, points: line, routes: new Map(link.sources.map((id) => [id, line])) }
    }
    if (link.kind === 'skip' || link.kind === 'return') {
      const isSkip = link.kind === 'skip'
      const index = (isSkip ? skips : returns).indexOf(link)
      const across = isSkip ? rowTop - rowPad - 8 - index * level : returnAt(index)
      const edge = isSkip ? rowTop - headRoom : rowEnd + headRoom
      const into = { along: target.along + (isSkip ? -1 : 1) * Math.min(14, node.along / 4), across: edge }
      const busAlong = besideAlong + end.along / 2 + busGap
      const joins = link.sources.map((id) => {
        const { along, across: own } = centreOf(id)
        const isSelf = id === link.to
        if (isRow.has(id))
          return {
            id,
            along: isSelf ? along - node.along / 4 : along + (isSkip ? 14 : 0),
            start: isSkip ? rowTop : rowEnd,
          }
        return { id, along: busAlong, start: own }
      })
      const route = ({ id, along, start }: (typeof joins)[number]): Spot[] => {
        const turn = [{ along, across }, { along: into.along, across }, into]
        if (isRow.has(id)) return [{ along, across: start }, ...turn]
        return [{ along: besideAlong + end.along / 2 + 2, across: start }, { along, across: start }, ...turn]
      }
      const outside = joins.find(({ id }) => !isRow.has(id))
      const farthest = joins.toSorted((a, b) => (isSkip ? a.along - b.along : b.along - a.along))[0]
      const main = outside ? route(outside) : farthest ? route(farthest).slice(1) : []
      const inner = joins.filter(({ id }) => isRow.has(id))
      const isNearest = index === 0 && !isSkip
      return {
        ...link,
        points: points(main),
        dots: inner.map(({ id, along }) => ({ from: id, at: toPoint({ along, across }, direction) })),
        stubs: [
          ...joins
            .filter((join) => !isRow.has(join.id) && join !== outside)
            .map((join) => points(route(join).slice(0, 2))),
          ...(isNearest
            ? inner.map(({ along, start }) =>
                points([
                  { along, across: start + 2 },
                  { along, across },
                ]),
              )
            : []),
        ],
        chips: chipsAlong(
          chips,
          { along: (into.along + (farthest?.along ?? 0)) / 2, across },
          Math.abs(into.along - (farthest?.along ?? 0)),
          direction,
          isSkip ? 'middle' : 'start',
        ),
        routes: new Map(joins.map((join) => [join.id, points(route(join))])),
      }
    }
    if (link.kind === 'drop') {
      const source = centreOf(link.sources[0] ?? '')
      const start = { along: source.along, across: rowEnd + 3 }
      const line = points([start, { along: target.along, across: target.across - size.across / 2 - headRoom }])
      const placed = chipsBeside(
        chips,
        { along: source.along, across: (start.across + target.across - size.across / 2) / 2 },
        direction,
        node.along / 2,
      )
      return { ...link, ...none, points: line, chips: placed, routes: new Map(link.sources.map((id) => [id, line])) }
    }
    const index = exits.indexOf(link)
    const line = exitLine(link.to, index)
    return {
      ...link,
      ...none,
      points: points(line.spots),
      chips: line.chips(chips),
      routes: new Map(link.sources.map((id) => [id, points(line.spots)])),
    }
  })

  /** From the frame's edge to an end below it, beside what is below it, or at the end of the row. */
  function exitLine(
    to: string,
    index: number,
  ): { spots: Spot[]; chips: (words: ReturnType<typeof wordsOf>) => readonly Chip[] } {
    const target = centreOf(to)
    const isUnder = isBelow && framed !== null && target.along < framed.end
    if (isUnder) {
      const spots = [
        { along: target.along, across: frameEnd },
        { along: target.along, across: target.across - end.across / 2 - headRoom },
      ]
      return {
        spots,
        chips: (words) => chipsBeside(words, { along: target.along, across: frameEnd + gap / 2 }, direction, pitch / 2),
      }
    }
    const into = { along: target.along - end.along / 2 - headRoom, across: target.across }
    if (isBelow) {
      const last = Math.max(
        -1,
        ...below
          .filter(({ state }) => state.id !== to)
          .map(({ column }) => (columnAt(column) < target.along ? column : -1)),
      )
      const along = columnAt(last + 1) - node.along / 2
      const spots = [{ along, across: frameEnd }, { along, across: tier }, into]
      return {
        spots,
        chips: (words) =>
          chipsAlong(
            words,
            { along: (along + 8 + into.along - 8) / 2, across: tier },
            into.along - along - 24,
            direction,
          ),
      }
    }
    const start = { along: framed?.end ?? 0, across: exitAt(index) }
    const room = into.along - (columnAt(row.length - 1) + node.along / 2)
    const isUp = target.across <= start.across
    const order = isUp ? index + 1 : exits.length - index
    const turn = into.along - Math.max(10, room - 10 - (order * (room - 16)) / (exits.length + 1))
    const spots = [start, { along: turn, across: start.across }, { along: turn, across: target.across }, into]
    return {
      spots,
      chips: (words) =>
        chipsAlong(
          words,
          { along: (start.along + turn) / 2, across: start.across },
          turn - start.along - 12,
          direction,
        ),
    }
  }

  const states = new Map(
    [...row, ...below.map(({ state }) => state), ...beside].map(({ id }) => {
      const { along, across } = centreOf(id)
      const size = sizeOf(id)
      return [id, toBox({ along: along - size.along / 2, across: across - size.across / 2 }, size, direction)]
    }),
  )
  const chipRoom = direction === 'down' && links.some(({ kind }) => kind === 'drop') ? chipHeight + 4 : 0 // they stand beside the last one
  const alongEnd =
    chipRoom + (beside.length > 0 ? besideAlong + end.along / 2 + busGap : columnAt(row.length - 1) + node.along / 2)
  return {
    plan,
    box: toBox(at, { along: alongEnd + foot - at.along, across: bottom + foot - at.across }, direction),
    frame: framed && toBox(framed, { along: framed.end - framed.along, across: frameEnd - framed.across }, direction),
    states,
    arrows,
  }
}

function isOwnName(event: string, to: string): boolean {
  return event === to
}

function sum(lengths: readonly number[]): number {
  return lengths.reduce((total, length) => total + length, 0)
}

function toBox(at: Spot, size: { along: number; across: number }, direction: Direction): Box {
  const { x: width, y: height } = toPoint(size, direction)
  return { ...toPoint(at, direction), width, height }
}
