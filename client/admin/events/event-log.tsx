import { type AdminStats, trpc } from '../../trpc.ts'
import { LoadFailure, SmallButton } from '../console-parts.tsx'
import './events.css'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import type { WebhookFilter } from '../../../shared/admin-inputs.ts'
import { Timestamp } from '../../timeline/timestamp.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { conditionsIn, logHeadingId, logUrl, readLogSearch } from '../console-urls.ts'
import { KeyboardShortcuts, useKeys } from '../keyboard-shortcuts.tsx'
import { asCurl, firstWebhook } from './as-curl.ts'
import { EventDialog, useReplay } from './event-dialog.tsx'
import { EventTable } from './event-table.tsx'
import { LogFilters } from './log-filters.tsx'
import { useEventLog } from './use-event-log.ts'

const topPx = 8

/** Every stored event, newest first and live, as far as the URL lets them through, and the one it names. */
export function EventLog({ stats }: { stats: AdminStats }) {
  const search = useSearch()
  const { filter, event: openId } = useMemo(() => readLogSearch(search), [search])
  const [, navigate] = useLocation()
  const [isAtTop, setAtTop] = useState(true)
  const [activeId, setActiveId] = useState<string | null>(null)
  const [isHelping, setHelping] = useState(false)
  const scroller = useRef<HTMLDivElement>(null)
  const searchField = useRef<HTMLInputElement>(null)
  const { events, waiting, fetchNextPage, hasNextPage, ...log } = useEventLog(filter, isAtTop)
  const replay = useReplay()

  const more = useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage])
  const open = (webhookId: string | null, replace = false) => navigate(logUrl(filter, webhookId), { replace })
  const focusRow = (webhookId: string | null) =>
    scroller.current?.querySelector<HTMLElement>(`[data-event="${CSS.escape(webhookId ?? '')}"]`)?.focus()
  const step = (by: 1 | -1) => {
    const from = events.findIndex(({ webhookId }) => webhookId === (openId ?? activeId))
    const next = events[from < 0 ? 0 : from + by]?.webhookId
    if (next === undefined) return
    setActiveId(next)
    if (openId === null) requestAnimationFrame(() => focusRow(next))
    else open(next, true)
  }
  const close = () => {
    open(null, true)
    requestAnimationFrame(() => focusRow(activeId))
  }
  const replayCurrent = () => {
    const webhookId = openId ?? activeId
    if (webhookId === null) return
    if (openId === null) open(webhookId)
    replay.run(webhookId)
  }
  const showNew = () => {
    scroller.current?.scrollTo({ top: 0 })
    setAtTop(true)
  }

  useKeys({
    j: () => step(1),
    k: () => step(-1),
    r: replayCurrent,
    '/': () => searchField.current?.focus(),
    '?': () => setHelping(true),
  })

  return (
    <section className="log" aria-labelledby={logHeadingId}>
      <div className="panel-head">
        <h2 id={logHeadingId} tabIndex={-1}>
          Event log
        </h2>
        <button type="button" className="link" onClick={() => setHelping(true)}>
          Keyboard shortcuts (?)
        </button>
      </div>
      <DeadLetters stats={stats} filter={filter} />
      <LogFilters
        filter={filter}
        topics={stats.byTopic.map(({ topic }) => topic)}
        search={searchField}
        onFilter={(next) => navigate(logUrl(next))}
      />
      <p className="log-new" role="status">
        {waiting > 0 && <SmallButton onClick={showNew}>{waiting} new</SmallButton>}
      </p>
      <LogState log={log} isEmpty={events.length === 0} isFiltered={conditionsIn(filter) > 0} />
      <div
        ref={scroller}
        data-testid="log-scroller"
        className={events.length > 0 ? 'log-scroller' : undefined}
        onScroll={({ currentTarget }) => setAtTop(currentTarget.scrollTop <= topPx)}
      >
        {events.length > 0 && (
          <EventTable
            events={events}
            hasMore={hasNextPage && !log.isFetchNextPageError}
            onMore={more}
            hrefOf={(webhookId) => logUrl(filter, webhookId)}
            activeId={activeId}
            onActive={setActiveId}
            scroller={scroller}
          />
        )}
      </div>
      {openId !== null && <EventDialog webhookId={openId} replay={replay} onClose={close} />}
      {isHelping && <KeyboardShortcuts onClose={() => setHelping(false)} />}
    </section>
  )
}

const shown = 5

/** The failed events that nothing but an operator will try again, before all others. Nothing where there are none. */
function DeadLetters({ stats: { deadLetters }, filter }: { stats: AdminStats; filter: WebhookFilter }) {
  const { data } = useQuery(
    trpc.admin.webhooks.queryOptions({ deadLetter: true, limit: shown }, { enabled: deadLetters > 0 }),
  )
  if (deadLetters === 0 || !data || data.items.length === 0) return null
  return (
    <section className="dead-letters" aria-label="Dead letters">
      <h3>{deadLetters === 1 ? '1 dead letter' : `${deadLetters} dead letters`}: failed, and no longer retried</h3>
      <ul>
        {data.items.map(({ webhookId, topic, error, createdAt }) => (
          <li key={webhookId}>
            <Timestamp at={createdAt} /> <Link href={logUrl(filter, webhookId)}>{topic}</Link> {error}
          </li>
        ))}
      </ul>
      {deadLetters > data.items.length && <Link href={logUrl({ deadLetter: true })}>Show all dead letters</Link>}
    </section>
  )
}

/** What there is to say of the log where it is not simply full of events. */
function LogState(props: {
  log: { isLoading: boolean; isError: boolean; refetch: () => Promise<unknown> }
  isEmpty: boolean
  isFiltered: boolean
}) {
  const { log, isEmpty, isFiltered } = props
  if (log.isError) {
    return (
      <LoadFailure className="console-state" onRetry={log.refetch}>
        The events could not be loaded.
      </LoadFailure>
    )
  }
  if (log.isLoading) return <p className="console-state">Loading events…</p>
  if (!isEmpty) return null
  if (!isFiltered) return <NoEvents />
  return (
    <div className="console-state">
      <p role="status">No event matches.</p>
      <Link href={logUrl({})}>Clear the filters</Link>
    </div>
  )
}

function NoEvents() {
  const command = asCurl(window.location.origin, firstWebhook(new Date()))
  return (
    <div className="console-state">
      <p>No webhooks yet. Send the first one:</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{command}</pre>
      <CopyButton className="small-button" text={command}>
        Copy the command
      </CopyButton>
    </div>
  )
}
