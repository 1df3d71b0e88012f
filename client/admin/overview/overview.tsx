import type { AdminStats } from '../../trpc.ts'
import './overview.css'
import { useServerTime } from '../../live/server-clock.ts'
import { elapsed } from '../../timeline/elapsed.ts'
import { logUrl, outcomes, sessionsUrl, statuses } from '../console-urls.ts'
import { CountList, count, SumTile, Tile } from './figures.tsx'
import { HoursChart } from './hours-chart.tsx'
import { Rejections } from './rejections.tsx'

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
          <Tile label="Total webhooks" href={logUrl({})}>
            {count(stats.total)}
          </Tile>
          <SumTile label="Processed" sum={stats.processed} of={['applied', 'stale', 'ignored']} stats={stats} />
          <SumTile label="Pending" sum={stats.pending} of={['unmatched', 'failed']} stats={stats} />
          <Tile label="Last 24 hours" href={lastDay}>
            {count(stats.last24h)}
          </Tile>
          <Tile label="Dead letters" href={logUrl({ deadLetter: true })} isProblem={stats.deadLetters > 0}>
            {count(stats.deadLetters)}
          </Tile>
          <Tile label="Oldest pending" href={upTo(stats.oldestPendingAt)}>
            {oldestMs === null ? 'none' : elapsed(oldestMs)}
          </Tile>
          <Tile label="Webhook lag, p95" href={lastDay} note="last 24 hours, by the sender’s clock">
            {stats.lagP95Ms === null ? 'unknown' : elapsed(stats.lagP95Ms)}
          </Tile>
          <Tile label="Minutes since the last webhook" href={logUrl({})}>
            {sinceLastMs === null ? 'none yet' : count(Math.floor(sinceLastMs / minuteMs))}
          </Tile>
        </ul>
      </section>
      <HoursChart hours={stats.hours} />
      <div className="panels">
        <CountList
          heading="By outcome"
          items={outcomes.map((outcome) => ({
            name: outcome,
            count: stats.outcomes[outcome],
            href: logUrl({ outcome }),
          }))}
        />
        <CountList heading="By topic" items={topics.slice(0, topicsShown)} empty="No webhooks yet." />
        <CountList
          heading="Sessions by status"
          items={statuses.map((status) => ({
            name: status,
            count: stats.statuses[status],
            href: sessionsUrl({ status }),
          }))}
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
