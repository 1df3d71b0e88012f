import { useQuery } from '@tanstack/react-query'
import { memo, type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import type { SessionStatus } from '../../shared/session-status.ts'
import { useServerTime } from '../live/server-clock.ts'
import { elapsed } from '../timeline/elapsed.ts'
import { trpc } from '../trpc.ts'
import { FoundInMachine } from './found-in-machine.tsx'
import { Icon } from './icon.tsx'
import { roundedMs } from './now-panel.tsx'
import { Pips } from './pips.tsx'
import { type QaSearch, urlOf } from './qa-search.ts'
import { ended, type Filter, limit, open, type RailSession, useSessions, webhookIn } from './use-sessions.ts'
import { walletName } from './wallet-name.ts'

/** The sessions there are, to follow one, or to compare it with another. Stays as it is while one scrubs. */
export const SessionRail = memo(function SessionRail(props: {
  search: QaSearch
  /** What is looked for: an id, a state, an event. */
  text: string
  onClear: () => void
  /** The one that is followed, as the page knows it: newer than any list. */
  followed: RailSession | null
  /** Whether the one that is chosen is compared with the one that is followed. */
  isComparing: boolean
}) {
  const { search, text: given, onClear, followed, isComparing } = props
  const text = given.trim()
  const [filter, setFilter] = useState<Filter>('all')
  const [isOpen, setOpen] = useState(false)
  const nowMs = useServerTime()
  const { data: stats } = useQuery(trpc.admin.stats.queryOptions())
  const { data: coverage } = useQuery(trpc.qa.coverage.queryOptions())
  const { items, isPending, isError, refetch, isWhole } = useSessions(text === '' ? filter : 'all', text)
  const stuck = new Map(coverage?.stuck.map((one) => [one.sessionId, one]))
  const counted = (among: readonly SessionStatus[]) => sum(among.map((status) => stats?.statuses[status] ?? 0))
  const numbers = { all: counted([...open, ...ended]), open: counted(open), stuck: stuck.size, ended: counted(ended) }
  const listed = items.map((item): RailSession => (item.sessionId === followed?.sessionId ? followed : item))
  const isAbsent =
    followed && text === '' && filter === 'all' && !listed.some(({ sessionId }) => sessionId === followed.sessionId)
  const rows = isAbsent ? [followed, ...listed] : listed
  const shown = filter === 'stuck' && text === '' ? (coverage?.stuck ?? []) : null

  return (
    <nav className={isOpen ? 'qa-rail qa-rail-open' : 'qa-rail'} aria-label="Sessions">
      <button
        type="button"
        className="qa-button qa-rail-toggle"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? 'Close' : <Icon name="list" />}
        {!isOpen && <span className="visually-hidden">Sessions</span>}
      </button>
      <div className="qa-rail-head">
        <h2>{isComparing ? 'Compare with' : text === '' ? 'Sessions' : 'Found'}</h2>
        {text === '' && (
          <fieldset className="qa-filters">
            <legend className="visually-hidden">Show</legend>
            {(['all', 'open', 'stuck', 'ended'] as const).map((name) => (
              <button key={name} type="button" aria-pressed={filter === name} onClick={() => setFilter(name)}>
                {name.slice(0, 1).toUpperCase() + name.slice(1)} {numbers[name].toLocaleString('en')}
              </button>
            ))}
          </fieldset>
        )}
      </div>
      {text !== '' && <FoundInMachine text={text} />}
      <div className="qa-rail-rows">
        {isPending && <p className="qa-soft">Loading sessions…</p>}
        {isError && (
          <p role="alert">
            The sessions could not be loaded.{' '}
            <button type="button" className="qa-button" onClick={() => void refetch()}>
              Try again
            </button>
          </p>
        )}
        {!isPending && !isError && rows.length === 0 && shown === null && (
          <None
            text={text}
            filter={filter}
            onClear={() => {
              onClear()
              setFilter('all')
            }}
          />
        )}
        {shown?.length === 0 && (
          <p className="qa-soft">None stands still longer than 95 % of those that have left the same state.</p>
        )}
        <ul>
          {shown?.map(({ sessionId, state, stillMs, p95Ms }) => (
            <Row
              key={`${sessionId} ${state}`}
              search={search}
              sessionId={sessionId}
              isComparing={isComparing}
              event={null}
            >
              <em className="qa-late">{`×${Math.round(stillMs / Math.max(1, p95Ms))} p95`}</em>
              <span>{state.replace('.', ' ')}</span>
              <em>{elapsed(roundedMs(stillMs))}</em>
            </Row>
          ))}
          {shown === null &&
            rows.map((item) => {
              const late = stuck.get(item.sessionId)
              const agoMs = Math.max(0, nowMs - Date.parse(item.updatedAt))
              return (
                <Row
                  key={item.sessionId}
                  search={search}
                  sessionId={item.sessionId}
                  isComparing={isComparing}
                  event={webhookIn(item, items, text)}
                >
                  <Pips session={item} />
                  <span dir="auto">{walletName(item)}</span>
                  {late ? <em className="qa-late">stuck {short(late.stillMs)}</em> : <em>{short(agoMs)}</em>}
                </Row>
              )
            })}
        </ul>
        {!isWhole && shown === null && <p className="qa-soft">The newest {limit}; find others by any of their ids.</p>}
      </div>
    </nav>
  )
})

function Row(props: {
  search: QaSearch
  sessionId: string
  isComparing: boolean
  event: string | null
  children: ReactNode
}) {
  const { search, sessionId, isComparing, event, children } = props
  const mode = search.mode === 'sandbox' ? ('sandbox' as const) : ('follow' as const)
  const to = isComparing
    ? { ...search, compare: sessionId }
    : { ...search, mode, session: sessionId, compare: null, event }
  const isHere = search.session === sessionId
  return (
    <li>
      <Link
        href={urlOf(to)}
        aria-current={isHere ? 'true' : undefined}
        className={search.compare === sessionId ? 'qa-row qa-row-other' : 'qa-row'}
      >
        <code>{sessionId.slice(0, 8)}</code>
        {children}
      </Link>
    </li>
  )
}

function None({ text, filter, onClear }: { text: string; filter: Filter; onClear: () => void }) {
  if (text === '' && filter === 'all') {
    return (
      <p className="qa-soft">
        There is no session yet. Start one at <Link href="/register/connect">the registration</Link>, or try the machine
        in the <Link href="/qa?mode=sandbox">sandbox</Link>.
      </p>
    )
  }
  return (
    <p className="qa-soft">
      No session matches.{' '}
      <button type="button" className="qa-button" onClick={onClear}>
        Clear the filters
      </button>
    </p>
  )
}

function short(ms: number): string {
  return ms < 1_000 ? 'now' : (elapsed(roundedMs(ms)).match(/^\S+ \S+/)?.[0] ?? '')
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
