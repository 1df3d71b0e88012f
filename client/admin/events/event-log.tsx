import type { AdminStats } from '../../trpc.ts'
import { SmallButton } from '../console-parts.tsx'
import './events.css'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { conditionsIn, logHeadingId, logUrl, readLogSearch } from '../console-urls.ts'
import { KeyboardShortcuts, useKeys } from '../keyboard-shortcuts.tsx'
import { EventDialog, useReplay } from './event-dialog.tsx'
import { EventTable } from './event-table.tsx'
import { LogFilters } from './log-filters.tsx'
import { DeadLetters, LogState } from './log-state.tsx'
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
