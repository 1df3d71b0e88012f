import type { SessionCoverage } from '../trpc.ts'

const plotHeight = 84

/** How many sessions began in each hour, and what has become of them. */
export function HoursDock({ hours }: { hours: SessionCoverage['hours'] }) {
  const most = Math.max(1, ...hours.map(({ connected, ended, open }) => connected + ended + open))
  const total = hours.reduce((sum, { connected, ended, open }) => sum + connected + ended + open, 0)
  return (
    <section className="qa-dock" aria-label="Sessions an hour">
      <p>
        <b>Sessions an hour</b> <span className="qa-soft">by when they began, the last {hours.length} h:</span>{' '}
        <span className="qa-key-connected">connected</span>, <span className="qa-key-open">open</span>,{' '}
        <span className="qa-key-ended">ended unconnected</span>
      </p>
      <svg
        className="qa-hours"
        viewBox={`0 0 ${hours.length * 12} ${plotHeight}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${total} sessions in the last ${hours.length} hours, at most ${most} in one`}
      >
        {hours.map(({ hour, connected, ended, open }, index) => {
          const heightOf = (count: number) => (count / most) * plotHeight
          const [a, b, c] = [heightOf(ended), heightOf(open), heightOf(connected)]
          return (
            <g key={String(hour)} transform={`translate(${index * 12} 0)`}>
              <title>{`${String(hour).slice(0, 16)}: ${connected} connected, ${open} open, ${ended} ended`}</title>
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

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' })

function dayAt(hour: string): string {
  return day.format(new Date(hour))
}
