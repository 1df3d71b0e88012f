import type { EdgeProps } from '@xyflow/react'
import { labelOf, labelPadding, lineHeight } from './chart-layout.ts'
import type { ArrowEdge } from './flow-elements.ts'
import { lookOfArrow, lookOfTransition, shortCount } from './look-of.ts'

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
