import type { ChartState as State } from '../../../shared/session-chart.ts'
import type { SessionEvent } from '../../../shared/session-status.ts'
import { type Box, fitText, textWidth } from './geometry.ts'
import { lookOfState, type Marks, rootShare, shortCount } from './marks.ts'

interface StateProps {
  readonly state: State
  readonly box: Box
  readonly marks: Marks
  /** Its second line; null where there is none. */
  readonly note: string | null
  /** The event that choosing it sends. */
  readonly sends: SessionEvent | null
  /** Whether it stands off the way, where a session ends for want of something. */
  readonly isEnd: boolean
  /** Whether another region's guard waits for it. */
  readonly opens: boolean
  /** Whether the lane runs down: then the chips stand at the right. */
  readonly isDown: boolean
  /** Events that it takes without being left. */
  readonly stays: readonly SessionEvent[]
  readonly onLook: (id: string | null) => void
  readonly onSend?: ((event: SessionEvent) => void) | undefined
}

const lookTexts = {
  current: 'now',
  last: 'now',
  passed: 'passed',
  possible: 'possible next',
  skipped: 'skipped',
  seen: 'seen',
  unseen: 'never seen',
  plain: 'not possible now',
} as const

const nameSize = 13
/** Of one that has to share its line with a count. */
const tightSize = 12
/** A box that is lower than this has no room between its lines and its inner rule. */
const lowest = 36

/** A state. It is a button: choosing it sends what leads there. Its look never rests on colour alone: a halo is now, a double rule final, dashes never. */
export function ChartState(props: StateProps) {
  const { state, box, marks, note: given, sends, isEnd, opens, isDown, stays, onLook, onSend } = props
  const { id, name, isFinal } = state
  const look = lookOfState(id, marks)
  const count = marks.counts?.get(id) ?? 0
  const radius = isEnd || isFinal ? box.height / 2 : 9
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const counted = marks.counts && `${name} ${shortCount(count)}`
  const room = box.width - 8
  const title = counted && given && textWidth(counted, tightSize) <= box.width - 6 ? counted : name
  const size = textWidth(title, nameSize) <= room ? nameSize : tightSize
  const isLow = box.height < lowest
  const inset = isLow ? 2 : 3.5
  const note = given ?? (marks.counts ? (count > 0 ? `${shortCount(count)} times` : 'never') : null)
  const classes = [
    'qa-state',
    `qa-look-${look}`,
    isEnd && 'qa-end',
    sends && 'qa-sends',
    marks.isLacking && look === 'unseen' && 'qa-lacking',
  ]
  const says = [
    id.split('.')[0],
    lookTexts[look],
    sends && 'Enter sends',
    ...stays.map((event) => `${event} asks again`),
  ]
    .filter(Boolean)
    .join(', ')
  const tint = tintOf(id, marks)
  return (
    // biome-ignore lint/a11y/useSemanticElements: HTML has no button inside of a drawing
    <g
      className={classes.filter(Boolean).join(' ')}
      role="button"
      tabIndex={0}
      data-state={id}
      data-look={look}
      aria-current={marks.current.has(id) ? 'step' : undefined}
      aria-description={says}
      onClick={sends && onSend ? () => onSend(sends) : undefined}
      onMouseEnter={() => onLook(id)}
      onMouseLeave={() => onLook(null)}
      onFocus={() => onLook(id)}
      onBlur={() => onLook(null)}
    >
      {look === 'current' && (
        <rect
          className="qa-halo"
          x={box.x - 4}
          y={box.y - 4}
          width={box.width + 8}
          height={box.height + 8}
          rx={radius + 4}
        />
      )}
      {marks.otherCurrent.has(id) && (
        <rect
          className="qa-halo-other"
          x={box.x - 7}
          y={box.y - 7}
          width={box.width + 14}
          height={box.height + 14}
          rx={radius + 7}
        />
      )}
      <rect className="qa-state-box" {...box} rx={radius} style={tint === null ? undefined : { fillOpacity: tint }} />
      <rect className="qa-focus" {...box} rx={radius} />
      {isFinal && (
        <rect
          className="qa-state-rule"
          x={box.x + inset}
          y={box.y + inset}
          width={box.width - 2 * inset}
          height={box.height - 2 * inset}
          rx={Math.max(0, radius - inset)}
        />
      )}
      <text
        className="qa-state-name"
        x={middle.x}
        y={middle.y + (note ? (isLow ? -3 : -2) : 4.5)}
        style={size === nameSize ? undefined : { fontSize: size }}
      >
        {fitText(title, box.width - 6, size)}
      </text>
      {note && (
        <text className="qa-state-note" x={middle.x} y={middle.y + (isLow ? 10.5 : 12)}>
          {fitText(note, room)}
        </text>
      )}
      {opens && (
        <g className="qa-lit" transform={`translate(${isDown ? box.x - 7 : box.x + box.width - 9} ${box.y - 8})`}>
          <circle className="qa-badge" cx={8} cy={8} r={9} />
          <g transform="translate(1.6 0.6) scale(0.95)">
            <Padlock isOpen />
          </g>
        </g>
      )}
      {stays.length > 0 && (
        <g className="qa-stay" transform={`translate(${box.x + 1} ${box.y})`} data-stays={stays.join(' ')}>
          <circle className="qa-badge" r={8} />
          <path d="M-3.5 1.5A3.8 3.8 0 1 0 -2.6 -2.8M-4.6 -4.6L-2.6 -2.6L-0.4 -3.6" fill="none" stroke="currentColor" />
        </g>
      )}
      {marks.otherCurrent.size > 0 && <Letters id={id} box={box} marks={marks} />}
    </g>
  )
}

/** Which of two compared sessions is here now. */
function Letters({ id, box, marks }: { id: string; box: Box; marks: Marks }) {
  const letters = [marks.current.has(id) && 'A', marks.otherCurrent.has(id) && 'B'].filter(Boolean)
  if (letters.length === 0) return null
  return (
    <text className="qa-letters" x={box.x + 8} y={box.y + 14}>
      {letters.join(' ')}
    </text>
  )
}

/** From faint to full, by how often or how long; null where nothing is counted. */
function tintOf(id: string, { counts, lengths }: Marks): number | null {
  const values = lengths ?? counts
  return values && 0.08 + 0.52 * rootShare(values.get(id) ?? 0, values)
}

export function Padlock({ isOpen }: { isOpen: boolean }) {
  return (
    <g className={isOpen ? 'qa-padlock qa-lit' : 'qa-padlock'}>
      <path
        d={isOpen ? 'M3.2 6V4.2a3.2 3.2 0 0 1 6.2-1' : 'M3.2 6.5V4.2a3.3 3.3 0 0 1 6.6 0v2.3'}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.6}
      />
      <rect x={1.5} y={6} width={10} height={7.4} rx={1.8} fill="currentColor" />
    </g>
  )
}
