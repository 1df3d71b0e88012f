import { scaleBand, scaleLinear } from 'd3-scale'
import { useState } from 'react'
import type { AdminStats } from '../../trpc.ts'
import { TableHead } from '../console-parts.tsx'
import { logUrl } from '../console-urls.ts'
import { count, LogLink } from './figures.tsx'

const hourMs = 3_600_000
const hourFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' })

/** Webhooks received in each of the last hours, as a chart and as a table that leads to each hour's events. */
export function HoursChart({ hours }: { hours: AdminStats['hours'] }) {
  const [isTable, setTable] = useState(false)
  const total = hours.reduce((sum, { count }) => sum + count, 0)
  const most = Math.max(0, ...hours.map(({ count }) => count))

  return (
    <section className="panel chart-panel">
      <div className="panel-head">
        <h2>Webhooks per hour</h2>
        <button type="button" className="link" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          Show as table
        </button>
      </div>
      {isTable ? (
        <HoursTable hours={hours} />
      ) : (
        <Bars
          bars={hours}
          label={`Webhooks per hour over the last ${hours.length} hours: ${count(total)} in all, at most ${count(most)} an hour`}
        />
      )}
    </section>
  )
}

function HoursTable({ hours }: { hours: AdminStats['hours'] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="chart-table" tabIndex={0} aria-label="Webhooks per hour, as a table">
      <table className="figures">
        <TableHead columns={[['Hour'], ['Webhooks', 'number']]} />
        <tbody>
          {hours.toReversed().map(({ hour, count: received }) => (
            <tr key={hour}>
              <th scope="row">
                <LogLink href={logUrl({ from: hour, to: new Date(Date.parse(hour) + hourMs).toISOString() })}>
                  <time dateTime={hour}>{hourFormat.format(new Date(hour))}</time>
                </LogLink>
              </th>
              <td className="number">{count(received)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const heightPx = 168
const topPx = 8
const basePx = 148
const labelEvery = 12

/** A bar an hour. Across, it is measured in percent, so that it fits any width by itself. */
function Bars({ bars, label }: { bars: AdminStats['hours']; label: string }) {
  const hours = bars.map(({ hour }) => hour)
  const x = scaleBand(hours, [0, 100]).paddingInner(0.25)
  const y = scaleLinear([0, Math.max(4, ...bars.map(({ count }) => count))], [basePx, topPx]).nice(4)
  const ticks = y.ticks(4)
  const percent = (value: number) => `${value.toFixed(3)}%`
  return (
    <div className="chart" role="img" aria-label={label}>
      <svg className="chart-axis" height={heightPx} aria-hidden="true">
        {ticks.map((tick) => (
          <text key={tick} x="100%" dx={-8} y={y(tick)} dy="0.32em" textAnchor="end">
            {y.tickFormat(4, '~s')(tick)}
          </text>
        ))}
      </svg>
      <svg className="chart-plot" height={heightPx} aria-hidden="true">
        {ticks.map((tick) => (
          <line key={tick} className="chart-line" x1={0} x2="100%" y1={y(tick)} y2={y(tick)} />
        ))}
        {bars.map(({ hour, count }) => (
          <rect
            key={hour}
            className="chart-bar"
            x={percent(x(hour) ?? 0)}
            width={percent(x.bandwidth())}
            y={y(count)}
            height={basePx - y(count)}
          >
            <title>{`${hourFormat.format(new Date(hour))}: ${count}`}</title>
          </rect>
        ))}
        {hours
          .filter((_, index) => index % labelEvery === 0)
          .map((hour) => (
            <text key={hour} x={percent(x(hour) ?? 0)} y={heightPx - 2}>
              {hourFormat.format(new Date(hour))}
            </text>
          ))}
      </svg>
    </div>
  )
}
