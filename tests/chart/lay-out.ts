import elkjs, { type ElkExtendedEdge, type ElkNode, type ElkPoint } from 'elkjs'
import { arrowsOf, type Box, type ChartLayout, labelSize } from '../../client/qa/chart/chart-layout.ts'
import type { Chart } from '../../shared/session-chart.ts'

const stateSize = { width: 130, height: 36 }
const titleHeight = 34
const padding = 14
const gap = 20

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.nodePlacement.strategy': 'SIMPLE',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.spacing.nodeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeNodeBetweenLayers': '10',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
  'elk.spacing.nodeNode': '16',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.edgeLabel': '2',
}

/** Places a chart: each region laid out in layers from the top down, the first on the left, the others below each other on its right. */
export async function layOut(chart: Chart): Promise<ChartLayout> {
  const elk = new elkjs.default()
  const laid = await Promise.all(chart.regions.map(({ name }) => elk.layout(toGraph(chart, name))))
  const states: Record<string, Box> = {}
  const arrows: Record<string, { path: string; label: Box }> = {}
  const regions: Record<string, Box> = {}
  let right = 0
  let bottom = 0
  for (const [index, graph] of laid.entries()) {
    const box = {
      x: index === 0 ? 0 : right,
      y: index === 0 ? 0 : bottom,
      width: Math.ceil(graph.width ?? 0) + 2 * padding,
      height: Math.ceil(graph.height ?? 0) + titleHeight + padding,
    }
    regions[graph.id] = box
    if (index === 0) right = box.width + gap
    else bottom += box.height + gap
    const at = { x: box.x + padding, y: box.y + titleHeight }
    for (const node of graph.children ?? []) states[node.id] = toBox(node, at)
    for (const edge of graph.edges ?? []) arrows[edge.id] = toArrow(edge, at)
  }
  const boxes = Object.values(regions)
  return {
    width: Math.max(...boxes.map(({ x, width }) => x + width)),
    height: Math.max(...boxes.map(({ y, height }) => y + height)),
    regions,
    states,
    arrows,
  }
}

function toGraph(chart: Chart, region: string): ElkNode {
  const states = chart.regions.find(({ name }) => name === region)?.states ?? []
  return {
    id: region,
    layoutOptions: options,
    children: states.map(({ id }) => ({ id, ...stateSize })),
    edges: arrowsOf(chart)
      .filter((arrow) => arrow.region === region)
      .map(({ id, from, to, transitions }) => ({
        id,
        sources: [from],
        targets: [to],
        labels: [
          {
            text: id,
            ...labelSize(transitions),
            layoutOptions: { 'elk.edgeLabels.placement': 'CENTER', 'elk.edgeLabels.inline': 'true' },
          },
        ],
      })),
  }
}

function toArrow({ id, sections = [], labels = [] }: ElkExtendedEdge, at: ElkPoint) {
  const [section] = sections
  const [label] = labels
  if (!section || !label) throw new Error(`${id} was not laid out`)
  const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]
  const path = points.map(({ x, y }) => `${Math.round(x + at.x)} ${Math.round(y + at.y)}`).join('L')
  return { path: `M${path}`, label: toBox(label, at) }
}

function toBox({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>, at: ElkPoint): Box {
  return { x: Math.round(x + at.x), y: Math.round(y + at.y), width: Math.round(width), height: Math.round(height) }
}
