import { groupBy } from '../../../shared/group-by.ts'
import type { ChartRegion, ChartState, ChartTransition } from '../../../shared/session-chart.ts'

/**
 * How a line runs. `step`: to the next in the row. `skip`: over some of it. `return`: back to one before. `exit`: from the
 * frame, for each state in it. `drop`: from one state to one below it.
 */
export type LinkKind = 'step' | 'skip' | 'return' | 'exit' | 'drop'

/** What is drawn as one line: all these transitions end in one state. */
export interface Link {
  readonly id: string
  readonly kind: LinkKind
  readonly to: string
  /** In the order of the row, those off it last. */
  readonly sources: readonly string[]
  readonly transitions: readonly ChartTransition[]
}

/** Which state of a region stands where, and which line leads to it. */
export interface LanePlan {
  readonly region: ChartRegion
  readonly row: readonly ChartState[]
  /** Columns of the row, both included, whose states have the same ways out. */
  readonly frame: { readonly from: number; readonly to: number } | null
  /** Off the row, below the column that is told. */
  readonly below: readonly { readonly state: ChartState; readonly column: number }[]
  /** Off the row, at its end, one above the other. */
  readonly beside: readonly ChartState[]
  readonly links: readonly Link[]
}

/**
 * Plans a region so that no two lines need to cross: its longest way is a row, and what ends a way stands off it where its
 * lines allow that; where they do not, every state is in the row, which can always be drawn.
 */
export function planLane(region: ChartRegion, way: readonly string[]): LanePlan {
  return planWithEnds(region, way) ?? planRow(region, way)
}

/** What an arrow need not say: a region's own event that is called like the state it leads to. */
export function isPlain({ event, region, to }: ChartTransition): boolean {
  return event === to && event.startsWith(`${region}.`)
}

function planRow(region: ChartRegion, way: readonly string[]): LanePlan {
  const row = inOrder(region, way)
  return { region, row, frame: null, below: [], beside: [], links: rowLinks(row, region.transitions) }
}

function inOrder({ states }: ChartRegion, way: readonly string[]): ChartState[] {
  const first = way.flatMap((id) => states.find((state) => state.id === id) ?? [])
  return [...first, ...states.filter(({ id }) => !way.includes(id))]
}

function planWithEnds(region: ChartRegion, way: readonly string[]): LanePlan | null {
  const { transitions, states } = region
  const row = inOrder(region, way).slice(0, way.length)
  const columnOf = new Map(row.map(({ id }, column) => [id, column]))
  const ends = states.filter(({ id }) => !columnOf.has(id))
  if (ends.length === 0 || transitions.some(({ from, to }) => !columnOf.has(from) && !columnOf.has(to))) return null
  const exits = transitions.filter(({ to }) => !columnOf.has(to))
  const frame = findFrame(row, exits)
  const framed = frame ? row.slice(frame.from, frame.to + 1).map(({ id }) => id) : []
  const ofFrame = exits.filter(
    ({ from, event, to }) =>
      framed.includes(from) &&
      framed.every((id) => exits.some((one) => one.from === id && one.event === event && one.to === to)),
  )
  const others = groupBy(
    exits.filter((one) => !ofFrame.includes(one)),
    ({ to }) => to,
  )
  const columns = new Map<string, number>()
  for (const [to, single] of others) {
    const column = columnOf.get(single[0]?.from ?? '')
    const isAlone = column !== undefined && single.every(({ from }) => columnOf.get(from) === column)
    if (!isAlone || [...columns.values()].includes(column) || (frame && column <= frame.to)) return null
    columns.set(to, column)
  }
  const returns = rowLinks(
    row,
    transitions.filter(({ to }) => columnOf.has(to)),
  )
  const free = ends.filter(({ id }) => !columns.has(id))
  const below = [...columns].flatMap(([id, column]) =>
    ends.filter((state) => state.id === id).map((state) => ({ state, column })),
  )
  const entered = below.filter(({ state }) => ofFrame.some(({ to }) => to === state.id))
  const back = returns.filter(({ kind }) => kind === 'return')
  if (back.filter(({ sources }) => sources.some((id) => !columnOf.has(id))).length > 1) return null
  if (frame && back.some(({ to }) => (columnOf.get(to) ?? 0) > frame.to)) return null
  const links = [...returns, ...endLinks('exit', ofFrame), ...endLinks('drop', [...others.values()].flat())]
  if (below.length === 0) return { region, row, frame, below, beside: free, links }
  // Those that only the frame leads to stand below it; the one that it reaches from the side is the next to the right.
  const rightmost = frame ? frame.to - entered.length : -1
  const first = frame ? Math.min(frame.from + 1, rightmost) : 0
  const under = free.map((state, index) => ({ state, column: first + index }))
  const isTooMany = under.some(({ column }) => column > rightmost || column < 0) || entered.length > 1
  const isInTheWay = below.some(({ column }) => entered[0] && column < entered[0].column)
  if (back.length > 0 || isTooMany || isInTheWay) return null
  return { region, row, frame, below: [...under, ...below], beside: [], links }
}

/** The states next to each other that most lines to an end come from; null where no two have one in common. */
function findFrame(row: readonly ChartState[], exits: readonly ChartTransition[]): LanePlan['frame'] {
  const ways = groupBy(exits, ({ event, to, guard }) => `${event} ${to} ${guard}`)
  const spans = [...ways.values()].flatMap((same) => {
    const columns = same.map(({ from }) => row.findIndex(({ id }) => id === from)).sort((a, b) => a - b)
    const [from = 0, to = 0] = [columns[0], columns.at(-1)]
    return columns.length > 1 && to - from === columns.length - 1 ? [{ from, to }] : []
  })
  const counted = groupBy(spans, ({ from, to }) => `${from} ${to}`)
  const [most] = [...counted.values()].sort((a, b) => b.length - a.length)
  return most?.[0] ?? null
}

function endLinks(kind: LinkKind, transitions: readonly ChartTransition[]): Link[] {
  return [...groupBy(transitions, ({ to }) => to)].map(([to, same]) => toLink(kind, to, same))
}

/** The lines that end in a state of the row. */
function rowLinks(row: readonly ChartState[], transitions: readonly ChartTransition[]): Link[] {
  const columns = new Map(row.map(({ id }, column) => [id, column]))
  const columnOf = (id: string) => columns.get(id) ?? row.length
  return row.flatMap(({ id }, column) => {
    const incoming = transitions.filter(({ to }) => to === id)
    const steps = incoming.filter((one) => columnOf(one.from) === column - 1 && isPlain(one))
    const kindOf = (one: ChartTransition): LinkKind =>
      steps.includes(one) ? 'step' : columnOf(one.from) < column ? 'skip' : 'return'
    return [...groupBy(incoming, kindOf)].map(([kind, same]) => {
      const sorted = [...same].sort((a, b) => columnOf(a.from) - columnOf(b.from))
      return toLink(kind, id, sorted)
    })
  })
}

function toLink(kind: LinkKind, to: string, transitions: readonly ChartTransition[]): Link {
  return { id: `${kind} ${to}`, kind, to, transitions, sources: [...new Set(transitions.map(({ from }) => from))] }
}
