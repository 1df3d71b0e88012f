import { Fragment } from 'react'
import type { Arrow } from './draw-line.ts'
import { toPath } from './geometry.ts'
import { lookOfArrow, type Marks, rootShare, shortCount } from './marks.ts'

const thin = 1.25

/** One line, and where its sources join it. Counted, it is wider the more often it was taken; a source that never took it is hollow. */
export function ChartArrow({ arrow, marks, isDown }: { arrow: Arrow; marks: Marks; isDown: boolean }) {
  const { id, kind, transitions, points, stubs, dots } = arrow
  const rest = restLook(arrow, marks)
  const count = marks.counts && sum(transitions.map((one) => marks.counts?.get(one.id) ?? 0))
  const share = count && marks.counts && !marks.lengths ? rootShare(count, marks.counts) : 0
  const thick = thin + share * (kind === 'skip' ? 1.5 : 3.5)
  const width = share > 0 ? { strokeWidth: thick } : undefined
  const isDashed = rest === 'unseen' || rest === 'lacking'
  const none = marks.isLacking ? 'qa-number qa-number-lacking' : 'qa-number qa-number-none'
  const middle = points.length === 2 && kind !== 'exit' ? points : null
  const [a, b] = middle ?? []
  return (
    <g
      className={`qa-arrow qa-look-${rest}`}
      data-look={rest}
      data-kind={kind}
      data-transitions={transitions.map((one) => one.id).join('|')}
    >
      <path
        data-arrow={id}
        className={isDashed ? 'qa-dashed' : undefined}
        d={toPath(points)}
        style={width}
        markerEnd={`url(#qa-head-${rest})`}
      />
      {stubs.map((stub) => (
        <path key={toPath(stub)} className="qa-stub" d={toPath(stub)} />
      ))}
      {dots.map(({ from, at }) => {
        const own = sum(transitions.filter((one) => one.from === from).map((one) => marks.counts?.get(one.id) ?? 0))
        const isHollow = marks.counts !== null && own === 0
        return (
          <Fragment key={from}>
            <circle
              className={isHollow ? (marks.isLacking ? 'qa-dot-lacking' : 'qa-dot-hollow') : 'qa-dot'}
              cx={at.x}
              cy={at.y}
              r={3}
            />
            {marks.counts && kind === 'skip' && !isDown && (
              <text className={own === 0 ? none : 'qa-number'} x={at.x + 6} y={at.y - thick / 2 - 2}>
                {own === 0 ? 'never' : shortCount(own)}
              </text>
            )}
          </Fragment>
        )
      })}
      {marks.counts && kind === 'step' && a && b && (
        <text
          className={`${count ? 'qa-number' : none} ${isDown ? 'qa-beside' : 'qa-middle'}`}
          x={(a.x + b.x) / 2 + (isDown ? 8 : -2)}
          y={(a.y + b.y) / 2 + (isDown ? 4 : -7)}
        >
          {count ? shortCount(count) : 'never'}
        </text>
      )}
    </g>
  )
}

/** Lines that were taken are drawn on top, each from its own source: below them the rest is as if they were not. */
function restLook({ transitions }: Arrow, marks: Marks) {
  const look = lookOfArrow(transitions, marks)
  if (look === 'unseen') return marks.isLacking ? 'lacking' : 'unseen'
  if (look !== 'last' && look !== 'passed') return look
  return transitions.some(({ id }) => marks.possible.has(id)) ? 'possible' : 'plain'
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
