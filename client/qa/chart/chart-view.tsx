import '@xyflow/react/dist/style.css'
import './chart.css'
import { Controls, type EdgeTypes, type NodeTypes, ReactFlow, type ReactFlowInstance } from '@xyflow/react'
import { useEffect, useMemo, useRef } from 'react'
import type { Box } from './chart-layout.ts'
import {
  Arrow,
  type ArrowEdge,
  ArrowHeads,
  RegionBox,
  type RegionNode,
  StateBox,
  type StateNode,
  toEdges,
  toNodes,
} from './flow-elements.tsx'
import type { Marks } from './marks.ts'
import { focusOf, isInView, openingViewport, placedChart } from './placed-chart.ts'

const nodeTypes = { state: StateBox, region: RegionBox } satisfies NodeTypes
const edgeTypes = { arrow: Arrow } satisfies EdgeTypes
const fitViewOptions = { padding: 0.02, maxZoom: 1.4 }
const shape = { aspectRatio: `${placedChart.width} / ${placedChart.height}` }

type Flow = ReactFlowInstance<StateNode | RegionNode, ArrowEdge>

/** The machine, drawn; the table says the same in words. */
export function ChartView({ marks, label }: { marks: Marks; label: string }) {
  const nodes = useMemo(() => toNodes(marks), [marks])
  const edges = useMemo(() => toEdges(marks), [marks])
  const figure = useRef<HTMLElement>(null)
  const flow = useRef<Flow | null>(null)
  const focus = useMemo(() => focusOf(marks), [marks])

  useEffect(() => {
    if (focus && figure.current && flow.current) reveal(flow.current, figure.current, focus)
  }, [focus])

  const open = (instance: Flow) => {
    flow.current = instance
    if (figure.current) void instance.setViewport(openingViewport(sizeOf(figure.current), focus))
  }
  return (
    <figure ref={figure} className="qa-chart" aria-label={label} style={shape}>
      <ArrowHeads />
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onInit={open}
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

function sizeOf({ clientWidth, clientHeight }: Element) {
  return { width: clientWidth, height: clientHeight }
}

/** Moves the drawing where the state that was entered lies outside of what is shown. */
function reveal(flow: Flow, figure: Element, box: Box): void {
  const viewport = flow.getViewport()
  if (isInView(viewport, sizeOf(figure), box)) return
  void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom: viewport.zoom })
}
