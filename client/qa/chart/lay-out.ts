import { longestWay } from '../../../shared/expected-path.ts'
import type { Chart, ChartRegion } from '../../../shared/session-chart.ts'
import { type Direction, type Point, type Spot, textWidth } from './geometry.ts'
import type { Measures } from './lane-grid.ts'
import type { Chip } from './place-chips.ts'
import { type Lane, placeLane } from './place-lane.ts'
import { type LanePlan, planLane } from './plan-lane.ts'

/** A machine as it is drawn in some room, in pixels before the zoom. It may be larger than that: then the pane scrolls. */
export interface Drawing {
  readonly width: number
  readonly height: number
  /** How much larger than that it is shown, so that a large pane is filled; never less than one: no label gets smaller. */
  readonly zoom: number
  readonly direction: Direction
  readonly lanes: readonly Lane[]
}

export interface Room {
  readonly width: number
  readonly height: number
}

const largestZoom = 1.4
/** Below this the lanes run down. */
const narrowest = 700
const laneGap = 6
const margins = 48
const narrowMargins = 16
/** What no chip comes nearer to. */
const edge = 3

/** Lays a machine out in the room there is. Pure: the same machine and room give the same drawing, whatever the machine has. */
export function layOut(chart: Chart, room: Room): Drawing {
  const plans = lanesOf(chart).map((region) => planLane(region, longestWay(chart, region.name)))
  const direction = room.width < narrowest ? 'down' : 'right'
  const place = (given: Room, ease: number) => placeAll(plans, given, direction, ease)
  const least = place({ width: 0, height: 0 }, 0)
  const fitting = Math.min(room.width / Math.max(least.width, 860), room.height / least.height)
  const zoom = direction === 'down' ? 1 : Math.min(largestZoom, Math.max(1, fitting))
  const inner = { width: room.width / zoom, height: room.height / zoom }
  let drawing = place(inner, 0)
  for (const ease of [0.25, 0.5, 0.75, 1]) {
    const easier = place(inner, ease)
    if (direction === 'down' || easier.height > inner.height) break
    drawing = easier
  }
  return { ...drawing, zoom, direction }
}

/** The regions in the order in which they come alive: one that waits for another stands below it. */
export function lanesOf({ regions, guards }: Chart): ChartRegion[] {
  const needsOf = (region: ChartRegion) => {
    const named = new Set([...region.transitions, ...region.stays].map(({ guard }) => guard))
    const ids = guards.filter(({ name }) => named.has(name)).flatMap(({ needs }) => needs)
    return regions.filter((one) => one !== region && one.states.some(({ id }) => ids.includes(id)))
  }
  const ordered: ChartRegion[] = []
  const add = (region: ChartRegion, above: readonly ChartRegion[]) => {
    if (ordered.includes(region) || above.includes(region)) return
    for (const needed of needsOf(region)) add(needed, [...above, region])
    if (!ordered.includes(region)) ordered.push(region)
  }
  for (const region of regions) add(region, [])
  return ordered
}

function placeAll(plans: readonly LanePlan[], room: Room, direction: Direction, ease: number) {
  const measures = measure(plans, room, direction, ease)
  const lanes: Lane[] = []
  let end = 0
  for (const plan of plans) {
    const at: Spot = direction === 'right' ? { along: 0, across: end } : { along: end, across: 0 }
    const lane = placeLane(plan, at, measures)
    lanes.push(lane)
    end = lane.box.y + lane.box.height + laneGap
  }
  const width = Math.max(room.width, ...lanes.map(({ box }) => box.width))
  const boxed = lanes.map((lane) => ({
    ...lane,
    box: { ...lane.box, width },
    arrows: lane.arrows.map((arrow) => ({ ...arrow, chips: arrow.chips.map((chip) => within(chip, width)) })),
  }))
  return { width, height: Math.max(0, end - laneGap), lanes: boxed }
}

function within(chip: Chip, width: number): Chip {
  const x = Math.max(edge, Math.min(chip.box.x, width - chip.box.width - edge))
  return { ...chip, box: { ...chip.box, x } }
}

function measure(plans: readonly LanePlan[], room: Room, direction: Direction, ease: number): Measures {
  const names = plans.flatMap(({ region }) => region.states.map(({ name }) => name))
  const longest = Math.min(170, Math.max(94, ...names.map((name) => textWidth(name, 13.5) + 18)))
  const eased = (least: number, most: number) => least + (most - least) * ease
  if (direction === 'down') {
    return {
      direction,
      node: { along: 42, across: longest },
      end: { along: 40, across: Math.min(longest, 88) },
      ...{ pitch: 68, lead: 40, head: narrowMargins - 12, level: 11, gap: 26, foot: 10 },
    }
  }
  const columns = Math.max(1, ...plans.map(({ row, beside }) => row.length + Math.min(1, beside.length)))
  const width = Math.max(longest, Math.min(150, ((room.width - margins) / columns) * 0.7))
  const pitch = Math.max(width + 26, columns > 1 ? (room.width - margins - width) / (columns - 1) : 0)
  return {
    direction,
    node: { along: width, across: eased(36, 48) },
    end: { along: width, across: eased(32, 42) },
    pitch: Math.min(pitch, 260),
    lead: 0,
    head: eased(22, 30),
    level: eased(12, 19),
    gap: eased(24, 44),
    foot: eased(6, 12),
  }
}

/** The points where two lines of a drawing cross, with the ids of both. A line that joins another one does not cross it. */
export function crossingsOf(
  lanes: readonly Lane[],
): { readonly at: Point; readonly lines: readonly [string, string] }[] {
  const lines = lanes.flatMap(({ arrows }) =>
    arrows.flatMap(({ id, points, stubs }) => [points, ...stubs].map((line) => ({ id, line }))),
  )
  return lines.flatMap((one, index) =>
    lines.slice(index + 1).flatMap((other) =>
      one.id === other.id
        ? []
        : segments(one.line).flatMap((first) =>
            segments(other.line).flatMap((second) => {
              const at = meeting(first, second)
              return at ? [{ at, lines: [one.id, other.id] as const }] : []
            }),
          ),
    ),
  )
}

type Segment = readonly [Point, Point]

function segments(line: readonly Point[]): Segment[] {
  return line.slice(1).flatMap((end, index): Segment[] => {
    const start = line[index]
    return start ? [[start, end]] : []
  })
}

/** Where two segments, each level or upright, touch or cross; null where they do not. */
function meeting([a, b]: Segment, [c, d]: Segment): Point | null {
  const left = Math.max(Math.min(a.x, b.x), Math.min(c.x, d.x))
  const right = Math.min(Math.max(a.x, b.x), Math.max(c.x, d.x))
  const top = Math.max(Math.min(a.y, b.y), Math.min(c.y, d.y))
  const bottom = Math.min(Math.max(a.y, b.y), Math.max(c.y, d.y))
  return left <= right && top <= bottom ? { x: left, y: top } : null
}
