import { useState } from 'react'
import type { AdminStats } from '../../../shared/admin-stats.ts'
import { logAddress } from '../console-address.ts'
import { Bars } from './bars.tsx'
import { count } from './count.ts'
import { LogLink } from './log-link.tsx'

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
        <thead>
          <tr>
            <th scope="col">Hour</th>
            <th scope="col" className="number">
              Webhooks
            </th>
          </tr>
        </thead>
        <tbody>
          {hours.toReversed().map(({ hour, count: received }) => (
            <tr key={hour}>
              <th scope="row">
                <LogLink href={logAddress({ from: hour, to: new Date(Date.parse(hour) + hourMs).toISOString() })}>
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
