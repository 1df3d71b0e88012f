import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Box } from '../../../client/qa/chart/geometry.ts'
import { crossingsOf, type Drawing, lanesOf, layOut, type Room } from '../../../client/qa/chart/lay-out.ts'
import type { Chart, ChartRegion, ChartTransition } from '../../../shared/session-chart.ts'
import { sessionChart, transitionsOf } from '../../../shared/session-chart.ts'
import { SessionEvent } from '../../../shared/session-status.ts'

const rooms = {
  '1280×800': { width: 876, height: 527 },
  '1440×900': { width: 864, height: 626 },
  '1440×900, without time': { width: 864, height: 802 },
  '1920×1080': { width: 1344, height: 806 },
  '1920×1080, without time': { width: 1344, height: 982 },
  phone: { width: 304, height: 500 },
}

/** What of a drawing no picture may have, whatever the machine. */
function faultsOf(chart: Chart, drawing: Drawing): string[] {
  const drawn = drawing.lanes.flatMap(({ arrows }) => arrows.flatMap((arrow) => arrow.transitions.map(({ id }) => id)))
  const boxes = drawing.lanes.flatMap(({ states }) => [...states])
  const lines = drawing.lanes.flatMap(({ arrows }) =>
    arrows.flatMap(({ id, to, sources, points, stubs }) =>
      [points, ...stubs].map((line) => ({ id, to, sources, line })),
    ),
  )
  return [
    ...transitionsOf(chart).flatMap(({ id }) =>
      drawn.filter((one) => one === id).length === 1 ? [] : [`not drawn once: ${id}`],
    ),
    ...crossingsOf(drawing.lanes).map(({ lines: [one, other] }) => `${one} crosses ${other}`),
    ...boxes.flatMap(([id, box], index) =>
      boxes.slice(index + 1).flatMap(([other, otherBox]) => (overlap(box, otherBox) ? [`${id} on ${other}`] : [])),
    ),
    ...lines.flatMap(({ id, to, sources, line }) =>
      boxes.flatMap(([state, box]) =>
        state !== to && !sources.includes(state) && runsThrough(line, box) ? [`${id} runs through ${state}`] : [],
      ),
    ),
    ...boxes.flatMap(([id, { x, y, width, height }]) =>
      x < 0 || y < 0 || x + width > drawing.width || y + height > drawing.height ? [`${id} is outside`] : [],
    ),
    ...(drawing.zoom < 1 ? ['labels are made smaller'] : []),
  ]
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

function runsThrough(line: readonly { x: number; y: number }[], box: Box): boolean {
  return line.slice(1).some((end, index) => {
    const start = line[index] ?? end
    const span = {
      x: Math.min(start.x, end.x),
      y: Math.min(start.y, end.y),
      width: Math.abs(start.x - end.x),
      height: Math.abs(start.y - end.y),
    }
    return overlap({ ...span, width: span.width + 0.1, height: span.height + 0.1 }, box)
  })
}

/** A region of so many states, with a transition for each pair of their numbers. */
function regionOf(name: string, states: number, pairs: readonly (readonly [number, number])[]): ChartRegion {
  const idOf = (index: number) => `${name}.s${index}`
  const known = new Set<string>()
  const transitions = pairs.flatMap(([from, to], index): ChartTransition[] => {
    const event = SessionEvent.options[(from * 7 + to + (index % 3)) % 15] ?? 'connection.request'
    const id = `${idOf(from)} ${event} s${to}`
    if (known.has(id)) return []
    known.add(id)
    return [{ id, region: name, from: idOf(from), to: idOf(to), event, guard: null }]
  })
  return {
    name,
    description: null,
    states: Array.from({ length: states }, (_, index) => ({
      id: idOf(index),
      name: `s${index}`,
      isInitial: index === 0,
      isFinal: !pairs.some(([from]) => from === index),
    })),
    transitions,
    stays: [],
  }
}

describe('the session machine, drawn', () => {
  test.each(Object.entries(rooms))(
    'has every transition once, no crossing, and nothing on top of anything: %s',
    (_, room) => {
      expect(faultsOf(sessionChart, layOut(sessionChart, room))).toEqual([])
    },
  )

  test.each(Object.entries(rooms).filter(([name]) => name !== 'phone'))(
    'fits the pane without scrolling: %s',
    (_, room) => {
      const { width, height, zoom } = layOut(sessionChart, room)
      expect(width * zoom).toBeLessThanOrEqual(room.width + 0.1)
      expect(height * zoom).toBeLessThanOrEqual(room.height + 0.1)
    },
  )

  test('has its lanes in the order in which they wait for each other', () => {
    expect(lanesOf(sessionChart).map(({ name }) => name)).toEqual(['connection', 'proof', 'credential'])
  })

  test('has few lines at rest: states with the same ways out share one from their frame', () => {
    const arrows = layOut(sessionChart, rooms['1440×900']).lanes.flatMap((lane) => lane.arrows)
    expect(arrows.filter(({ kind }) => kind !== 'skip').length).toBeLessThanOrEqual(18)
  })

  test('in down lanes, every chip is within the drawing', () => {
    const { lanes, width } = layOut(sessionChart, rooms.phone)
    const chips = lanes.flatMap(({ arrows }) => arrows.flatMap((arrow) => arrow.chips))
    for (const { text, box } of chips) expect([text, box.x >= 0 && box.x + box.width <= width]).toEqual([text, true])
  })
})

test('a state or a region that the machine gets is drawn without a word about it anywhere', () => {
  const [connection] = sessionChart.regions
  if (!connection) throw new Error('The machine has no region')
  const grown = {
    ...sessionChart,
    regions: [
      ...sessionChart.regions.map((region) =>
        region === connection
          ? {
              ...region,
              states: [...region.states, { id: 'connection.paused', name: 'paused', isInitial: false, isFinal: false }],
              transitions: [
                ...region.transitions,
                {
                  id: 'pause',
                  region: 'connection',
                  from: 'connection.active',
                  to: 'connection.paused',
                  event: 'session.expired' as const,
                  guard: null,
                },
                {
                  id: 'resume',
                  region: 'connection',
                  from: 'connection.paused',
                  to: 'connection.active',
                  event: 'connection.active' as const,
                  guard: null,
                },
              ],
            }
          : region,
      ),
      regionOf('payment', 4, [
        [0, 1],
        [1, 2],
        [0, 2],
        [2, 3],
        [0, 3],
        [3, 0],
      ]),
    ],
  }
  const drawing = layOut(grown, rooms['1440×900'])
  expect(faultsOf(grown, drawing)).toEqual([])
  expect(drawing.lanes.flatMap(({ states }) => [...states.keys()])).toEqual(
    expect.arrayContaining(['connection.paused', 'payment.s3']),
  )
})

test('a machine of 60 states is drawn without a crossing', () => {
  const all = (count: number) =>
    Array.from({ length: count }, (_, from) =>
      Array.from({ length: count - from - 1 }, (__, far) => [from, from + far + 1] as const),
    ).flat()
  const chart: Chart = {
    guards: [],
    regions: [
      regionOf('one', 40, all(40)),
      regionOf('two', 12, all(12)),
      regionOf('three', 8, [...all(8), [7, 0], [6, 2]]),
    ],
  }
  expect(faultsOf(chart, layOut(chart, rooms['1440×900']))).toEqual([])
})

const isCrossing = (fault: string) => fault.includes(' crosses ')
const anyMachine = (isWanted: (from: number, to: number) => boolean) =>
  fc.array(
    fc.integer({ min: 1, max: 9 }).chain((states) => {
      const index = fc.integer({ min: 0, max: states - 1 })
      return fc
        .array(fc.tuple(index, index), { maxLength: 24 })
        .map((pairs) => ({ states, pairs: pairs.filter(([from, to]) => isWanted(from, to)) }))
    }),
    { minLength: 1, maxLength: 3 },
  )
const anyRoom = fc.constantFrom(...Object.values(rooms))

/** Of the machine with these regions, drawn in that room. */
function faultsOfRegions(regions: readonly { states: number; pairs: [number, number][] }[], room: Room): string[] {
  const drawn = regions.map(({ states, pairs }, index) => regionOf(`r${index}`, states, pairs))
  const chart: Chart = { guards: [], regions: drawn }
  return faultsOf(chart, layOut(chart, room))
}

test('no machine that only goes forward has a crossing, or anything on top of anything', () => {
  const forward = anyMachine((from, to) => from < to)
  const isWhole = fc.property(forward, anyRoom, (regions, room) => {
    expect(faultsOfRegions(regions, room)).toEqual([])
  })
  fc.assert(isWhole, { numRuns: 300 })
})

test('no machine has anything on top of anything; where something leads back, lines may cross, which the chart says', () => {
  const isClear = fc.property(
    anyMachine(() => true),
    anyRoom,
    (regions, room) => {
      expect(faultsOfRegions(regions, room).filter((fault) => !isCrossing(fault))).toEqual([])
    },
  )
  fc.assert(isClear, { numRuns: 300 })
})
