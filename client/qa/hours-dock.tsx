import { type PointerEvent, useState } from 'react'
import type { CoverageSpan } from '../../shared/session-coverage.ts'
import type { SessionCoverage } from '../trpc.ts'
import { hourAfter } from './coverage-span.ts'

const plotHeight = 84
const barWidth = 12

/** Bars, by their places, both included. */
interface Reach {
  readonly from: number
  readonly to: number
}

/** How many sessions began in each hour, and what has become of them; drag, or choose two hours, to count those alone. */
export function HoursDock(props: {
  hours: SessionCoverage['hours']
  /** Those that are counted; null where all are. */
  span: CoverageSpan | null
  onSpan: (span: CoverageSpan | null) => void
}) {
  const { hours, span, onSpan } = props
  const [drag, setDrag] = useState<{ readonly start: number; readonly end: number } | null>(null)
  const most = Math.max(1, ...hours.map(({ connected, ended, open }) => connected + ended + open))
  const total = hours.reduce((sum, { connected, ended, open }) => sum + connected + ended + open, 0)
  const dragged = drag && { from: Math.min(drag.start, drag.end), to: Math.max(drag.start, drag.end) }
  const reach = dragged ?? (span && reachOf(hours, span))
  const placeOf = ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    return Math.max(0, Math.min(hours.length - 1, Math.floor(((clientX - left) / width) * hours.length)))
  }
  const choose = ({ from, to }: Reach) => {
    const [first, last] = [hours[from]?.hour, hours[to]?.hour]
    if (first && last) onSpan({ from: first, to: to === hours.length - 1 ? null : hourAfter(last) })
  }
  return (
    <section className="qa-dock" aria-label="Sessions an hour">
      <div className="qa-hours-head">
        <p>
          <b>Sessions an hour</b> <span className="qa-soft">by when they began:</span>{' '}
          <span className="qa-key-connected">connected</span>, <span className="qa-key-open">open</span>,{' '}
          <span className="qa-key-ended">ended unconnected</span>{' '}
          <span className="qa-hint qa-soft">· drag to choose a span</span>
        </p>
        <SpanFields hours={hours} span={span} onSpan={onSpan} />
      </div>
      <svg
        className="qa-hours"
        viewBox={`0 0 ${hours.length * barWidth} ${plotHeight}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${total} sessions in the last ${hours.length} hours, at most ${most} in one`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setDrag({ start: placeOf(event), end: placeOf(event) })
        }}
        onPointerMove={(event) => drag && setDrag({ ...drag, end: placeOf(event) })}
        onPointerUp={() => {
          if (dragged) choose(dragged)
          setDrag(null)
        }}
        onPointerCancel={() => setDrag(null)}
      >
        {reach && (
          <rect
            className="qa-hours-chosen"
            x={reach.from * barWidth}
            width={Math.max(0, reach.to - reach.from + 1) * barWidth}
            height={plotHeight}
          />
        )}
        {hours.map(({ hour, connected, ended, open }, index) => {
          const heightOf = (count: number) => (count / most) * plotHeight
          const [a, b, c] = [heightOf(ended), heightOf(open), heightOf(connected)]
          const isOut = reach && (index < reach.from || index > reach.to)
          return (
            <g
              key={String(hour)}
              transform={`translate(${index * barWidth} 0)`}
              className={isOut ? 'qa-hour-out' : undefined}
            >
              <title>{`${dayAt(hour)}: ${connected} connected, ${open} open, ${ended} ended`}</title>
              <rect fill="transparent" width={barWidth} height={plotHeight} />
              <rect className="qa-hour-ended" x={1} width={9} y={plotHeight - a} height={a} />
              <rect className="qa-hour-open" x={1} width={9} y={plotHeight - a - b} height={b} />
              <rect className="qa-hour-connected" x={1} width={9} y={plotHeight - a - b - c} height={c} />
            </g>
          )
        })}
      </svg>
      <p className="qa-hours-ends qa-soft">
        <span>{hours[0] ? dayAt(hours[0].hour) : ''}</span>
        <span>now</span>
      </p>
    </section>
  )
}

/** The same without a pointer. */
function SpanFields({ hours, span, onSpan }: Parameters<typeof HoursDock>[0]) {
  const from = span?.from ?? ''
  const to = span?.to ?? ''
  const starts = hours.map(({ hour }) => hour)
  const ends = starts.map(hourAfter).slice(0, -1)
  const listed = (known: readonly string[], chosen: string) =>
    chosen === '' || known.includes(chosen) ? known : [chosen, ...known]
  return (
    <p className="qa-span">
      <label>
        From{' '}
        <select
          value={from}
          onChange={({ target: { value } }) =>
            onSpan(value === '' ? null : { from: value, to: to > value ? to : null })
          }
        >
          <option value="">the first</option>
          {listed(starts, from).map((hour) => (
            <option key={hour} value={hour}>
              {dayAt(hour)}
            </option>
          ))}
        </select>
      </label>{' '}
      <label>
        to{' '}
        <select
          value={to}
          onChange={({ target: { value } }) => {
            const first = from !== '' && (value === '' || from < value) ? from : starts[0]
            if (first && (from !== '' || value !== '')) onSpan({ from: first, to: value === '' ? null : value })
          }}
        >
          <option value="">now</option>
          {listed(ends, to).map((hour) => (
            <option key={hour} value={hour}>
              {dayAt(hour)}
            </option>
          ))}
        </select>
      </label>
    </p>
  )
}

/** The bars of a span, as far as there are bars for it. */
function reachOf(hours: SessionCoverage['hours'], { from, to }: CoverageSpan): Reach {
  const first = hours.findIndex(({ hour }) => hour >= from)
  const after = to === null ? -1 : hours.findIndex(({ hour }) => hour >= to)
  return { from: first < 0 ? hours.length : first, to: (after < 0 ? hours.length : after) - 1 }
}

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' })

/** An hour, such as "Wed 09:00". */
export function dayAt(hour: string): string {
  return day.format(new Date(hour))
}
