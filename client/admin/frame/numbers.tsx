import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useServerTime } from '../../live/server-clock.ts'
import { elapsed } from '../../timeline/elapsed.ts'
import type { AdminStats } from '../../trpc.ts'
import { eventsUrl, sessionsUrl } from '../console-urls.ts'
import { readTokens, withToken, writeTokens } from '../filter/filter-text.ts'
import { OutcomeIcon } from '../outcome-icon.tsx'
import { count } from '../times.tsx'

const outcomes = ['applied', 'stale', 'unmatched', 'ignored', 'failed'] as const
const openStatuses = ['invitation', 'request', 'response', 'active'] as const
const slowMs = 30_000
const longMs = 300_000

/** The last day in numbers, each of which leads to what it counts; together they are the chart's legend. */
export function Numbers({ stats, q, onRefused }: { stats: AdminStats; q: string; onRefused: () => void }) {
  const nowMs = useServerTime()
  const since = (at: string | null) => (at === null ? null : Math.max(0, nowMs - Date.parse(at)))
  const { outcomesLast24h, lagP95Ms, lastWebhookAt, oldestUnmatchedAt, rejected, statuses } = stats
  const total = outcomes.reduce((sum, outcome) => sum + outcomesLast24h[outcome], 0)
  const refused = rejected.reduce((sum, { last24h }) => sum + last24h, 0)
  const chosen = readTokens(q).find(({ name, isNot }) => name === 'outcome' && !isNot)?.value ?? null
  const lastDay = (outcome: string) => eventsUrl(withToken(inLastDay(q), 'outcome', outcome))
  const oldestMs = since(oldestUnmatchedAt)
  return (
    <section className="numbers" aria-label="Numbers of the last 24 hours">
      <Figure href={lastDay('')} value={count(total)} isHere={chosen === null}>
        webhooks in 24 h
      </Figure>
      {outcomes.map((outcome) => (
        <Figure
          key={outcome}
          href={lastDay(chosen === outcome ? '' : outcome)}
          value={count(outcomesLast24h[outcome])}
          isHere={chosen === outcome}
          needs={
            outcomesLast24h[outcome] === 0
              ? null
              : outcome === 'failed'
                ? 'now'
                : outcome === 'unmatched'
                  ? 'soon'
                  : null
          }
        >
          <OutcomeIcon of={outcome} /> {outcome}
        </Figure>
      ))}
      <button type="button" className="figure" onClick={onRefused}>
        <b>{count(refused)}</b>
        <span>
          <OutcomeIcon of="refused" /> refused
        </span>
      </button>
      <span className="space" />
      <Figure
        href={eventsUrl()}
        value={lastWebhookAt === null ? 'none yet' : `${elapsed(floored(since(lastWebhookAt) ?? 0))} ago`}
      >
        last webhook
      </Figure>
      <Figure
        href={eventsUrl('lag:>5s since:24h')}
        value={lagP95Ms === null ? 'unknown' : elapsed(lagP95Ms)}
        needs={(lagP95Ms ?? 0) > slowMs ? 'soon' : null}
      >
        lag, 95 %
      </Figure>
      <Figure
        href={eventsUrl('outcome:unmatched')}
        value={oldestMs === null ? 'none' : elapsed(floored(oldestMs))}
        needs={(oldestMs ?? 0) > longMs ? 'soon' : null}
      >
        oldest unmatched
      </Figure>
      <Figure
        href={sessionsUrl('is:open')}
        value={count(openStatuses.reduce((sum, status) => sum + statuses[status], 0))}
      >
        sessions open
      </Figure>
    </section>
  )
}

/** The filter within the last day, which the numbers count, unless it says another time already. */
function inLastDay(q: string): string {
  const tokens = readTokens(q)
  return tokens.some(({ name }) => name === 'since' || name === 'until')
    ? q
    : writeTokens([...tokens, { name: 'since', value: '24h', isNot: false }])
}

/** To the second: what is older than that does not count them in tenths. */
function floored(ms: number): number {
  return Math.floor(ms / 1000) * 1000
}

/** A number that leads to what it counts; `needs` marks what someone should look at. */
export function Figure(props: {
  href: string
  value: string
  isHere?: boolean
  needs?: 'now' | 'soon' | null
  children: ReactNode
}) {
  const { href, value, isHere = false, needs = null, children } = props
  return (
    <Link
      href={href}
      className={`figure ${isHere ? 'figure-here' : ''} ${needs === null ? '' : `figure-${needs}`}`}
      aria-current={isHere ? 'true' : undefined}
    >
      <b>{value}</b> <span>{children}</span>
    </Link>
  )
}
