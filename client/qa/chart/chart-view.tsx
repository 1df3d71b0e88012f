import '@xyflow/react/dist/style.css'
import './chart.css'
import { Controls, type EdgeTypes, type NodeTypes, ReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import { useMediaQuery } from '../../ui/use-media-query.ts'
import { Arrow } from './arrow-edge.tsx'
import { ArrowHeads } from './arrow-heads.tsx'
import { toEdges, toNodes } from './flow-elements.ts'
import type { Marks } from './marks.ts'
import { placedChart } from './placed-chart.ts'
import { RegionBox, StateBox } from './state-node.tsx'

const nodeTypes = { state: StateBox, region: RegionBox } satisfies NodeTypes
const edgeTypes = { arrow: Arrow } satisfies EdgeTypes
const fitViewOptions = { padding: 0.02, maxZoom: 1.4 }
/** Where a phone starts: at the top of the first region, large enough to read. */
const phoneViewport = { x: -40, y: 4, zoom: 0.7 }

/** The machine, drawn; the table says the same in words. */
export function ChartView({ marks, label }: { marks: Marks; label: string }) {
  const nodes = useMemo(() => toNodes(marks), [marks])
  const edges = useMemo(() => toEdges(marks), [marks])
  const isWide = useMediaQuery('(min-width: 40rem)')
  return (
    <figure className="qa-chart" aria-label={label}>
      <ArrowHeads />
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        fitView={isWide}
        defaultViewport={phoneViewport}
        fitViewOptions={fitViewOptions}
        minZoom={0.15}
        maxZoom={3}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        disableKeyboardA11y
      >
        <Controls showInteractive={false} fitViewOptions={fitViewOptions} />
      </ReactFlow>
      {!placedChart.isUpToDate && (
        <figcaption>The machine has changed since the drawing was laid out. Run “npm run chart”.</figcaption>
      )}
    </figure>
  )
}
