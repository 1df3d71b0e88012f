import { sessionChart } from '../../../shared/session-chart.ts'
import type { SessionEvent } from '../../../shared/session-status.ts'
import { ChartArrow } from './chart-arrow.tsx'
import { ChartState } from './chart-state.tsx'
import { fitText, textWidth, toPath } from './geometry.ts'
import { LaneHead } from './lane-head.tsx'
import { LastMark } from './last-mark.tsx'
import type { Drawing } from './lay-out.ts'
import { lookOfTransition, type Marks, shortCount } from './marks.ts'
import type { Lane } from './place-lane.ts'

interface LaneProps {
  readonly lane: Lane
  readonly drawing: Drawing
  readonly marks: Marks
  readonly notes: ReadonlyMap<string, string>
  readonly showsSkips: boolean
  readonly sends: ReadonlyMap<string, SessionEvent>
  readonly sendable: ReadonlySet<SessionEvent>
  readonly sendKeys: ReadonlyMap<SessionEvent, string>
  /** The state that is hovered or has the focus, of any lane. */
  readonly looked: string | null
  readonly onLook: (id: string | null) => void
  readonly onSend?: ((event: SessionEvent) => void) | undefined
}

/** One region: its title and guard, its frame, its lines, and its states above them. */
export function ChartLane(props: LaneProps) {
  const { lane, drawing, marks, showsSkips, notes, sends, sendable, sendKeys, looked, onLook, onSend } = props
  const { plan, box, frame, arrows, states } = lane
  const isAllShown = showsSkips || marks.counts !== null
  const shown = arrows.filter(({ kind }) => kind !== 'skip' || isAllShown)
  const routes = arrows.flatMap((arrow) =>
    arrow.transitions.map((transition) => ({ transition, points: arrow.routes.get(transition.from) ?? arrow.points })),
  )
  const isTaken = ({ id }: { readonly id: string }) =>
    marks.counts === null && (marks.passed.has(id) || marks.last.has(id))
  const toLooked = routes.filter(({ transition }) => transition.to === looked)
  const fromHere = toLooked.filter(({ transition }) => marks.current.has(transition.from))
  const hovered = looked === null ? [] : fromHere.length > 0 ? fromHere : marks.current.size > 0 ? [] : toLooked
  return (
    <g className="qa-lane" data-region={plan.region.name}>
      <rect className="qa-lane-box" {...box} rx={10} />
      <LaneHead lane={lane} drawing={drawing} marks={marks} />
      {frame && <rect className="qa-frame" {...frame} rx={10} />}
      {frame && frame.width > frame.height && (
        <text className="qa-small qa-frame-name" x={frame.x + 16} y={frame.y + frame.height + 4}>
          open
        </text>
      )}
      {shown.map((arrow) => (
        <ChartArrow key={arrow.id} arrow={arrow} marks={marks} isDown={drawing.direction === 'down'} />
      ))}
      {routes
        .filter(({ transition }) => marks.other.has(transition.id))
        .map(({ transition, points }) => (
          <path
            key={transition.id}
            className="qa-route qa-look-other"
            d={toPath(points)}
            markerEnd="url(#qa-head-other)"
          />
        ))}
      {routes
        .filter(({ transition }) => isTaken(transition))
        .map(({ transition, points }) => {
          const look = lookOfTransition(transition.id, marks)
          return (
            <path
              key={transition.id}
              className={`qa-route qa-look-${look}`}
              data-transition={transition.id}
              data-look={look}
              d={toPath(points)}
              markerEnd={`url(#qa-head-${look})`}
            />
          )
        })}
      {hovered.map(({ transition, points }) => (
        <path
          key={transition.id}
          className="qa-route qa-look-route"
          d={toPath(points)}
          markerEnd="url(#qa-head-route)"
        />
      ))}
      {shown.map((arrow) =>
        arrow.chips.map((chip) => (
          <ChipMark key={chip.event} {...{ chip, arrow, marks, sendable, sendKeys, onSend }} />
        )),
      )}
      {routes
        .filter(({ transition }) => marks.last.has(transition.id))
        .map(({ transition, points }) => (
          <LastMark key={transition.id} points={points} chips={chipsOf(arrows, transition.id)} />
        ))}
      {plan.region.states.map((state) => {
        const place = states.get(state.id)
        return (
          place && (
            <ChartState
              key={state.id}
              {...{ state, marks, onLook, onSend }}
              box={place}
              note={notes.get(state.id) ?? null}
              sends={sends.get(state.id) ?? null}
              isEnd={!plan.row.includes(state)}
              opens={openers.has(state.id)}
              isDown={drawing.direction === 'down'}
              stays={plan.region.stays.filter((stay) => stay.state === state.id).map(({ event }) => event)}
            />
          )
        )
      })}
    </g>
  )
}

/** States that a guard of another region waits for. */
const openers = new Set(
  sessionChart.regions.flatMap(({ name, transitions }) => {
    const named = new Set(transitions.map(({ guard }) => guard))
    return sessionChart.guards
      .filter((guard) => named.has(guard.name))
      .flatMap(({ needs }) => needs.filter((id) => !id.startsWith(`${name}.`)))
  }),
)

function ChipMark(props: {
  chip: Lane['arrows'][number]['chips'][number]
  arrow: Lane['arrows'][number]
  marks: Marks
  sendable: ReadonlySet<SessionEvent>
  sendKeys: ReadonlyMap<SessionEvent, string>
  onSend: LaneProps['onSend']
}) {
  const { chip, arrow, marks, sendable, sendKeys, onSend } = props
  const { box, event, text } = chip
  const own = arrow.transitions.filter((transition) => transition.event === event)
  const count = marks.counts && own.reduce((sum, { id }) => sum + (marks.counts?.get(id) ?? 0), 0)
  const can = own.find(({ id, event: sent }) => marks.possible.has(id) && sendable.has(sent))
  const isTaken = own.some(({ id }) => marks.passed.has(id))
  const look =
    count === null
      ? isTaken
        ? 'passed'
        : can
          ? 'possible'
          : 'plain'
      : count > 0
        ? 'seen'
        : marks.isLacking
          ? 'lacking'
          : 'unseen'
  const key = can && sendKeys.get(can.event)
  const number = count === null ? '' : ` ${shortCount(count)}`
  const words = key ? `${key} ${text}` : fitText(text, box.width - 8 - textWidth(number)) + number
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer; the same event is a button beside the chart
    <g
      className={`qa-chip qa-look-${look}`}
      data-look={look}
      onClick={can && onSend ? () => onSend(can.event) : undefined}
    >
      <title>{event}</title>
      <rect className="qa-chip-box" {...box} rx={box.height / 2} />
      <text className="qa-chip-text" x={box.x + box.width / 2} y={box.y + box.height / 2 + 4}>
        {fitText(words, box.width - 8)}
      </text>
    </g>
  )
}

function chipsOf(arrows: Lane['arrows'], transitionId: string) {
  return arrows.find(({ transitions }) => transitions.some(({ id }) => id === transitionId))?.chips ?? []
}
