import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import type { AdminStats } from '../../trpc.ts'
import { Drawn } from '../../ui/drawn.tsx'
import { eventsUrl, exportUrl, readPlace } from '../console-urls.ts'
import { FilterField } from '../filter/filter-field.tsx'
import { readFilter, withToken, writeToken } from '../filter/filter-text.ts'
import { writeTime } from '../filter/read-time.ts'
import { Numbers } from '../frame/numbers.tsx'
import { TrafficChart } from '../frame/traffic-chart.tsx'
import { useKeys } from '../keyboard-shortcuts.tsx'
import type { Replays } from '../replays/use-replays.ts'
import { count, counted } from '../times.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { EventPane } from './event-pane.tsx'
import { EventTable } from './event-table.tsx'
import { LogState } from './log-state.tsx'
import { QuickFilters } from './quick-filters.tsx'
import { useChosen } from './use-chosen.ts'
import { useEventLog } from './use-event-log.ts'
import { useReplay } from './use-replay.ts'
import { useUnfolded } from './use-unfolded.ts'

const topPx = 8

interface EventsPageProps {
  readonly stats: AdminStats
  readonly replays: Replays
  readonly onPaused: (isPaused: boolean) => void
  readonly onRefused: () => void
}

/** Where an operator works: every stored event that the address lets through, newest first and live, and the one that is open beside them. */
export function EventsPage({ stats, replays, onPaused, onRefused }: EventsPageProps) {
  const { q, open: openId } = readPlace(useSearch(), 'event')
  const { filter, notUnderstood } = useMemo(() => readFilter(q, new Date()), [q])
  const [, navigate] = useLocation()
  const [isAtTop, setAtTop] = useState(true)
  const [isHeld, setHeld] = useState(false)
  const [lastId, setLastId] = useState<string | null>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const isFollowing = isAtTop && !isHeld && openId === null
  const { waiting, fetchNextPage, hasNextPage, ...log } = useEventLog(filter, stats, isFollowing)
  const { events, unfold } = useUnfolded(log.events)
  const chosen = useChosen(q)
  const replay = useReplay()
  const activeId = openId ?? lastId

  useEffect(() => onPaused(!isFollowing), [isFollowing, onPaused])

  const show = (next: string) => navigate(eventsUrl(next, openId))
  const more = useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage])
  const open = (webhookId: string | null, replace = false) => {
    setLastId(webhookId ?? openId)
    navigate(eventsUrl(q, webhookId), { replace })
  }
  const focusRow = (webhookId: string | null) =>
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-event="${CSS.escape(webhookId ?? '')}"]`)?.focus(),
    )
  const step = (by: 1 | -1) => {
    const from = events.findIndex(({ webhookId }) => webhookId === activeId)
    const next = events[from < 0 ? 0 : from + by]?.webhookId
    if (next === undefined) return
    if (openId !== null) open(next, true)
    setLastId(next)
    if (openId === null) focusRow(next)
  }
  const close = () => {
    open(null, true)
    focusRow(openId)
  }
  const follow = () => {
    scroller.current?.scrollTo({ top: 0 })
    setAtTop(true)
    setHeld(false)
    if (openId !== null) open(null, true)
  }
  const replayActive = () => {
    if (chosen.size > 0) return chosen.replay(filter, replays)
    if (activeId === null) return
    if (openId === null) open(activeId)
    replay.run(activeId)
  }

  useKeys({
    j: () => step(1),
    k: () => step(-1),
    r: replayActive,
    R: replayActive,
    x: () => activeId !== null && chosen.toggle([activeId], !chosen.ids.has(activeId)),
    c: () => document.querySelector<HTMLElement>('.pane .copy-curl')?.click(),
    l: () => (isFollowing ? setHeld(true) : follow()),
    '/': () => field.current?.focus(),
    Escape: () => (openId !== null ? close() : chosen.size > 0 ? chosen.clear() : show(withoutTimes(q))),
  })

  return (
    <>
      <Numbers stats={stats} q={q} onRefused={onRefused} />
      <TrafficChart
        fromMs={filter.from ? Date.parse(filter.from) : null}
        toMs={filter.to ? Date.parse(filter.to) : null}
        onSpan={(span) => show(withTimes(q, span))}
      />
      <div className={openId === null ? 'work' : 'work work-open'}>
        <main className="list">
          <h1 className="visually-hidden">Events</h1>
          <div className="bar">
            <FilterField q={q} onFilter={show} field={field} />
            <QuickFilters stats={stats} exportHref={exportUrl('webhooks', filter)} q={q} />
          </div>
          {notUnderstood.length > 0 && (
            <p className="not-understood" role="status">
              Not understood: {notUnderstood.map((token) => writeToken(token)).join(', ')}. The rest of the filter
              holds.
            </p>
          )}
          <LogState log={log} isEmpty={events.length === 0} q={q} />
          <p className="new" role="status">
            {waiting > 0 && (
              <button type="button" onClick={follow}>
                <Drawn is="↑" /> {count(waiting)} new
              </button>
            )}
          </p>
          <div
            ref={scroller}
            data-testid="log-scroller"
            className="scroll"
            onScroll={({ currentTarget }) => setAtTop(currentTarget.scrollTop <= topPx)}
          >
            {events.length > 0 && (
              <EventTable
                events={events}
                hasMore={hasNextPage && !log.isFetchNextPageError}
                onMore={more}
                hrefOf={(webhookId) => eventsUrl(q, webhookId)}
                activeId={activeId}
                onOpen={open}
                onUnfold={unfold}
                chosen={chosen.ids}
                onChoose={chosen.toggle}
                scroller={scroller}
              />
            )}
          </div>
          {chosen.size > 0 && <BulkBar chosen={chosen} filter={filter} isFiltered={q !== ''} replays={replays} />}
          <footer className="foot">
            <Keys />
            <span className="space" />
            {counted(events.length, 'row')}, {counted(sumOf(events), 'event')} {hasNextPage ? 'so far' : 'in all'}
          </footer>
        </main>
        {openId !== null && <EventPane webhookId={openId} replay={replay} onClose={close} />}
      </div>
    </>
  )
}

const keys = [
  ['J K', 'move'],
  ['X', 'select'],
  ['R', 'replay'],
  ['C', 'copy as curl'],
  ['L', 'live'],
  ['?', 'all keys'],
] as const

function Keys() {
  return keys.map(([key, does]) => (
    <span key={key} className="foot-key">
      {key.split(' ').map((one) => (
        <kbd key={one}>{one}</kbd>
      ))}{' '}
      {does}
    </span>
  ))
}

function sumOf(events: readonly { readonly repeats: number }[]): number {
  return events.reduce((sum, { repeats }) => sum + repeats, 0)
}

/** The filter within a span of time, the end of which is left open where it is now. */
function withTimes(q: string, span: readonly [fromMs: number, toMs: number] | null): string {
  if (!span) return withoutTimes(q)
  const now = new Date()
  const [from, to] = [new Date(span[0]), new Date(span[1])]
  return withToken(withToken(q, 'since', writeTime(from, now)), 'until', to < now ? writeTime(to, now) : '')
}

function withoutTimes(q: string): string {
  return withToken(withToken(q, 'since', ''), 'until', '')
}
