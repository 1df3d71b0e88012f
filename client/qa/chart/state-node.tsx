import { Handle, type NodeProps, Position } from '@xyflow/react'
import type { RegionNode, StateNode } from './flow-elements.ts'
import { lookOfState, shortCount } from './look-of.ts'

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
