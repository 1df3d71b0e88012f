import type { AdminStats } from '../../trpc.ts'
import './overview.css'
import { useServerTime } from '../../live/server-clock.ts'
import { elapsed } from '../../timeline/elapsed.ts'
import { TableHead } from '../console-parts.tsx'
import { logUrl, outcomes, sessionsUrl, statuses } from '../console-urls.ts'
import { CountList, count, LogLink, SumTile, Tile } from './figures.tsx'
import { HoursChart } from './hours-chart.tsx'

const topicsShown = 8
const dayMs = 86_400_000
const minuteMs = 60_000

/** The figures at a glance, each leading to the list it counts. */
export function Overview({ stats }: { stats: AdminStats }) {
  const nowMs = useServerTime()
  const minuteAgo = (ms: number) => new Date(Math.floor((nowMs - ms) / minuteMs) * minuteMs).toISOString()
  const sinceMs = (at: string | null) => (at === null ? null : Math.max(0, nowMs - Date.parse(at)))
  const sinceLastMs = sinceMs(stats.lastWebhookAt)
  const oldestMs = sinceMs(stats.oldestPendingAt)
  const lastDay = logUrl({ from: minuteAgo(dayMs) })
  const topics = stats.byTopic.map(({ topic, count }) => ({ name: topic, count, href: logUrl({ topic }) }))

  return (
    <>
      <section aria-label="Figures">
        <ul className="tiles">
          <Tile label="Total webhooks" href={logUrl({})} value={count(stats.total)} />
          <SumTile label="Processed" sum={stats.processed} of={['applied', 'stale', 'ignored']} stats={stats} />
          <SumTile label="Pending" sum={stats.pending} of={['unmatched', 'failed']} stats={stats} />
          <Tile label="Last 24 hours" href={lastDay} value={count(stats.last24h)} />
          <Tile
            label="Dead letters"
            href={logUrl({ deadLetter: true })}
            value={count(stats.deadLetters)}
            isProblem={stats.deadLetters > 0}
          />
          <Tile
            label="Oldest pending"
            href={upTo(stats.oldestPendingAt)}
            value={oldestMs === null ? 'none' : elapsed(oldestMs)}
          />
          <Tile
            label="Webhook lag, p95"
            href={lastDay}
            value={stats.lagP95Ms === null ? 'unknown' : elapsed(stats.lagP95Ms)}
            note="last 24 hours, by the sender’s clock"
          />
          <Tile
            label="Minutes since the last webhook"
            href={logUrl({})}
            value={sinceLastMs === null ? 'none yet' : count(Math.floor(sinceLastMs / minuteMs))}
          />
        </ul>
      </section>
      <HoursChart hours={stats.hours} />
      <div className="panels">
        <CountList
          heading="By outcome"
          items={outcomes.map((name) => ({ name, count: stats.outcomes[name], href: logUrl({ outcome: name }) }))}
        />
        <CountList heading="By topic" items={topics.slice(0, topicsShown)} empty="No webhooks yet." />
        <CountList
          heading="Sessions by status"
          items={statuses.map((name) => ({ name, count: stats.statuses[name], href: sessionsUrl({ status: name }) }))}
        />
        <Rejections stats={stats} />
      </div>
    </>
  )
}

/** The log with the event received at that moment on top: the filter's end is not part of it. */
function upTo(at: string | null): string {
  return logUrl(at === null ? {} : { to: new Date(Date.parse(at) + 1).toISOString() })
}

const reasons = {
  400: 'not a valid webhook, or too old',
  401: 'wrong key',
  403: 'another organization',
  413: 'body too large',
  429: 'too many wrong keys',
  503: 'over the rate limit, or the database was not writable',
} satisfies Record<AdminStats['rejected'][number]['reason'], string>

/** Requests that were refused, by the answer they got, beside those that were accepted. Refused ones are not stored. */
function Rejections({ stats }: { stats: AdminStats }) {
  const accepted = [
    ['200 accepted', logUrl({}), stats.last24h, stats.total],
    ['200 duplicate', logUrl({ redelivered: true }), stats.duplicatesLast24h, stats.duplicates],
  ] as const
  return (
    <section className="panel">
      <h2>Requests by answer</h2>
      <table className="figures">
        <TableHead columns={[['Answer'], ['24 h', 'number'], ['Total', 'number']]} />
        <tbody>
          {accepted.map(([name, href, last24h, ever]) => (
            <tr key={name}>
              <th scope="row">
                <LogLink href={href}>{name}</LogLink>
              </th>
              <td className="number">{count(last24h)}</td>
              <td className="number">{count(ever)}</td>
            </tr>
          ))}
          {stats.rejected.map(({ reason, count: ever, last24h }) => (
            <tr key={reason} className={last24h > 0 ? 'figures-problem' : undefined}>
              <th scope="row">
                {reason} {reasons[reason]}
              </th>
              <td className="number">{count(last24h)}</td>
              <td className="number">{count(ever)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">Refused requests are not stored; each has a line in the server’s log.</p>
    </section>
  )
}
