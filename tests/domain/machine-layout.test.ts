import { describe, expect, test } from 'vitest'
import { arrowsOf, type Box } from '../../client/qa/chart/chart-layout.ts'
import written from '../../client/qa/chart/layout.json' with { type: 'json' }
import counted from '../../client/qa/chart/test-coverage.json' with { type: 'json' }
import { sessionChart, statesOf } from '../../shared/session-chart.ts'
import { countWalks } from '../chart/count-walks.ts'
import { layOut } from '../chart/lay-out.ts'

const stale = 'the machine has changed since this file was written: run npm run chart'

const layout = await layOut(sessionChart)

test('the drawing that the page loads is of the machine as it is now', () => {
  expect(layout, stale).toEqual(written)
})

test('the counts that the page shows are of the machine as it is now', () => {
  expect(countWalks(), stale).toEqual(counted)
})

describe('the drawing', () => {
  const overlaps = (a: Box, b: Box) =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
  const boxes = [
    ...Object.entries(layout.states),
    ...Object.entries(layout.arrows).map(([id, { label }]): [string, Box] => [`label of ${id}`, label]),
  ]

  test('has a place for every state and every arrow', () => {
    expect(Object.keys(layout.states).sort()).toEqual(
      statesOf(sessionChart)
        .map(({ id }) => id)
        .sort(),
    )
    expect(Object.keys(layout.arrows).sort()).toEqual(
      arrowsOf(sessionChart)
        .map(({ id }) => id)
        .sort(),
    )
  })

  test('lets no state and no label overlap another', () => {
    const overlapping = boxes.flatMap(([id, box], index) =>
      boxes.slice(index + 1).flatMap(([other, otherBox]) => (overlaps(box, otherBox) ? [`${id} × ${other}`] : [])),
    )
    expect(overlapping).toEqual([])
  })

  test('lets no arrow run through the label of another', () => {
    const crossing = Object.entries(layout.arrows).flatMap(([id, { path }]) =>
      segmentsOf(path).flatMap((segment) =>
        boxes.flatMap(([other, box]) =>
          other !== `label of ${id}` && overlaps(segment, box) ? [`${id} × ${other}`] : [],
        ),
      ),
    )
    expect(crossing).toEqual([])
  })
})

/** The straight pieces of a path, as boxes without an area; a state's own edge is touched and not overlapped. */
function segmentsOf(path: string): Box[] {
  const points = path
    .slice(1)
    .split('L')
    .map((point) => point.split(' ').map(Number))
  return points.slice(1).map(([x = 0, y = 0], index) => {
    const [fromX = 0, fromY = 0] = points[index] ?? []
    return { x: Math.min(x, fromX), y: Math.min(y, fromY), width: Math.abs(x - fromX), height: Math.abs(y - fromY) }
  })
}
