import type { Edge, Node } from '@xyflow/react'
import type { Marks } from './marks.ts'
import { type PlacedArrow, type PlacedState, placedChart } from './placed-chart.ts'

export type StateNode = Node<{ placed: PlacedState; marks: Marks }, 'state'>
export type RegionNode = Node<{ name: string }, 'region'>
export type ArrowEdge = Edge<{ placed: PlacedArrow; marks: Marks }, 'arrow'>

const regionNodes: readonly RegionNode[] = placedChart.regions.map(({ region, box: { x, y, width, height } }) => ({
  id: region.name,
  type: 'region',
  position: { x, y },
  width,
  height,
  data: { name: region.name },
  zIndex: -1,
}))

/** The drawing as React Flow takes it, regions first: they lie beneath. */
export function toNodes(marks: Marks): (StateNode | RegionNode)[] {
  return [
    ...regionNodes,
    ...placedChart.states.map((placed): StateNode => {
      const { x, y, width, height } = placed.box
      return { id: placed.state.id, type: 'state', position: { x, y }, width, height, data: { placed, marks } }
    }),
  ]
}

export function toEdges(marks: Marks): ArrowEdge[] {
  return placedChart.arrows.map((placed) => ({
    id: placed.arrow.id,
    type: 'arrow',
    source: placed.arrow.from,
    target: placed.arrow.to,
    data: { placed, marks },
  }))
}
