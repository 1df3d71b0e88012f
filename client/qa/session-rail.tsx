import { useQueries, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { sessionChart, statesOf } from '../../shared/session-chart.ts'
import { type RequestType, SessionEvent, type SessionStatus } from '../../shared/session-status.ts'
import { useServerTime } from '../live/server-clock.ts'
import { elapsed } from '../timeline/elapsed.ts'
import { type AdminSession, trpc } from '../trpc.ts'
import { Icon } from './icon.tsx'
import { roundedMs } from './now-panel.tsx'
import { Pips } from './pips.tsx'
import { type QaSearch, urlOf } from './qa-search.ts'

type Filter = 'all' | 'open' | 'stuck' | 'ended'

const limit = 30
const lookEveryMs = 10_000
const ended: readonly SessionStatus[] = ['completed', 'error', 'abandoned']
const open: readonly SessionStatus[] = ['invitation', 'request', 'response', 'active']

/** What a row of the rail shows of a session. */
export interface RailSession {
  readonly sessionId: string
  readonly status: AdminSession['status']
  readonly credential: AdminSession['credential']
  readonly proof: AdminSession['proof']
  readonly theirLabel: string | null
  readonly updatedAt: string
  readonly requestType: RequestType
}

/** The sessions there are, to follow one, or to compare it with another. */
export function SessionRail(props: {
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
      {text !== '' && <Found text={text} />}
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
              <em className="qa-late">×{Math.round(stillMs / Math.max(1, p95Ms))} p95</em>
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
                  <span dir="auto">{item.theirLabel ?? 'no wallet yet'}</span>
                  {late ? <em className="qa-late">stuck {short(late.stillMs)}</em> : <em>{short(agoMs)}</em>}
                </Row>
              )
            })}
        </ul>
        {!isWhole && shown === null && <p className="qa-soft">The newest {limit}; find others by any of their ids.</p>}
      </div>
    </nav>
  )
}

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

/** What of the machine has the text in its name: choosing a state goes there. */
function Found({ text }: { text: string }) {
  const wanted = text.toLowerCase()
  const states = statesOf(sessionChart).filter(({ id }) => id.includes(wanted))
  const events = SessionEvent.options.filter((event) => event.includes(wanted)).slice(0, 6)
  if (states.length + events.length === 0) return null
  const focus = (id: string) => document.querySelector<SVGElement>(`[data-state="${CSS.escape(id)}"]`)?.focus()
  const targets = new Map(
    events.map((event) => [
      event,
      sessionChart.regions.flatMap(({ transitions }) => transitions).find((one) => one.event === event)?.to,
    ]),
  )
  return (
    <ul className="qa-found" aria-label="In the machine">
      {states.slice(0, 6).map(({ id }) => (
        <li key={id}>
          <button type="button" className="qa-button" onClick={() => focus(id)}>
            {id}
          </button>
        </li>
      ))}
      {events
        .filter((event) => !states.some(({ id }) => id === event))
        .map((event) => (
          <li key={event}>
            <button type="button" className="qa-button" onClick={() => focus(targets.get(event) ?? '')}>
              {event}
            </button>
          </li>
        ))}
    </ul>
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

function useSessions(filter: Filter, text: string) {
  const options = { refetchInterval: lookEveryMs }
  const statuses: readonly SessionStatus[] = filter === 'open' ? open : filter === 'ended' ? ended : []
  const all = useQuery(
    trpc.admin.sessions.queryOptions(
      { limit, ...(text !== '' && { text }) },
      { ...options, enabled: statuses.length === 0 },
    ),
  )
  const some = useQueries({
    queries: statuses.map((status) => trpc.admin.sessions.queryOptions({ limit, status }, options)),
  })
  const given = statuses.length === 0 ? [all] : some
  const items = given.flatMap(({ data }) => data?.items ?? [])
  const sorted = statuses.length === 0 ? items : items.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
  return {
    items: sorted.slice(0, limit),
    isPending: given.some((query) => query.isPending && query.fetchStatus !== 'idle'),
    isError: given.some(({ isError, data }) => isError && !data),
    isWhole: sorted.length <= limit && given.every(({ data }) => !data?.nextCursor),
    refetch: () => Promise.all(given.map((query) => query.refetch())),
  }
}

/** The text where it is the id of a webhook: of the only session that it finds, it is none of the ids. */
function webhookIn(
  item: RailSession & Partial<AdminSession>,
  items: readonly AdminSession[],
  text: string,
): string | null {
  if (items.length !== 1 || text.length < 3 || item.sessionId.startsWith(text)) return null
  const own = items[0]
  return own?.connectionId === text || own?.invitationId === text ? null : text
}

function short(ms: number): string {
  return ms < 1_000 ? 'now' : (elapsed(roundedMs(ms)).match(/^\S+ \S+/)?.[0] ?? '')
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
