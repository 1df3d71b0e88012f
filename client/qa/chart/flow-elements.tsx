import { type Edge, type EdgeProps, Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { type Box, labelOf, labelPadding, lineHeight } from './chart-layout.ts'
import { type Look, lookOfArrow, lookOfState, lookOfTransition, type Marks, shortCount } from './marks.ts'
import { type PlacedArrow, type PlacedState, placedChart } from './placed-chart.ts'

export type StateNode = Node<{ placed: PlacedState; marks: Marks }, 'state'>
export type RegionNode = Node<{ name: string }, 'region'>
export type ArrowEdge = Edge<{ placed: PlacedArrow; marks: Marks }, 'arrow'>

const at = ({ x, y, width, height }: Box) => ({ position: { x, y }, width, height })

const regionNodes = placedChart.regions.map(
  ({ region: { name }, box }): RegionNode => ({ ...at(box), id: name, type: 'region', data: { name }, zIndex: -1 }),
)

/** The drawing as React Flow takes it, regions first: they lie beneath. */
export function toNodes(marks: Marks): (StateNode | RegionNode)[] {
  const toNode = (placed: PlacedState): StateNode => {
    return { ...at(placed.box), id: placed.state.id, type: 'state', data: { placed, marks } }
  }
  return [...regionNodes, ...placedChart.states.map(toNode)]
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

/** One state. Where it stands is also said by a mark, so that colour never tells it alone. */
export function StateBox({ data: { placed, marks } }: NodeProps<StateNode>) {
  const { id, name, isInitial, isFinal } = placed.state
  const look = lookOfState(id, marks)
  const classes = [
    'qa-state',
    `qa-look-${look}`,
    isFinal && 'qa-final',
    isInitial && 'qa-initial',
    marks.expected.has(id) && 'qa-expected',
  ]
  return (
    <div className={classes.filter(Boolean).join(' ')} data-state={id} data-look={look}>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      {look === 'current' && <span aria-hidden="true">▸ </span>}
      {name}
      {marks.counts && <span className="qa-count">{shortCount(marks.counts.get(id) ?? 0)}</span>}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  )
}

export function RegionBox({ data: { name } }: NodeProps<RegionNode>) {
  return <div className="qa-region">{name}</div>
}

/** All transitions from one state to another: one line, and one line of label each. */
export function Arrow({ data }: EdgeProps<ArrowEdge>) {
  if (!data) return null
  const { placed, marks } = data
  const { arrow, path, label } = placed
  const look = lookOfArrow(arrow.transitions, marks)
  return (
    <g className={`qa-arrow qa-look-${look}`} data-arrow={arrow.id} data-look={look}>
      <path d={path} markerEnd={`url(#qa-head-${look})`} />
      <rect {...label} rx={3} />
      {arrow.transitions.map((transition, line) => {
        const lineLook = lookOfTransition(transition.id, marks)
        return (
          <text
            key={transition.id}
            className={`qa-look-${lineLook}`}
            data-transition={transition.id}
            data-look={lineLook}
            x={label.x + label.width / 2}
            y={label.y + labelPadding + (line + 0.75) * lineHeight}
          >
            {lineLook === 'last' && '● '}
            {labelOf(transition)}
            {marks.counts && ` ${shortCount(marks.counts.get(transition.id) ?? 0)}`}
          </text>
        )
      })}
    </g>
  )
}

const looks: readonly Look[] = ['last', 'passed', 'possible', 'seen', 'unseen', 'plain']

/** One arrow head for each look: a marker has the colour of where it is defined and not of where it is used. */
export function ArrowHeads() {
  return (
    <svg className="qa-heads" aria-hidden="true">
      <defs>
        {looks.map((look) => (
          <marker
            key={look}
            id={`qa-head-${look}`}
            className={`qa-look-${look}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="9"
            markerHeight="9"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0 8 4 0 8z" />
          </marker>
        ))}
      </defs>
    </svg>
  )
}
