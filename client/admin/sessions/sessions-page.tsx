import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type FormEvent, useMemo, useRef, useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { type AdminSession, trpc } from '../../trpc.ts'
import { LoadFailure, ShowMore } from '../console-parts.tsx'
import { exportUrl, readPlace, sessionsUrl } from '../console-urls.ts'
import { SavedFiltersBar } from '../filter/saved-filters-bar.tsx'
import { useKeys } from '../keyboard-shortcuts.tsx'
import { Icon } from '../outcome-icon.tsx'
import { count, counted } from '../times.tsx'
import { AskAllAgain } from './ask-again.tsx'
import { FunnelStrip } from './funnel-strip.tsx'
import { RefusedCommands } from './refused-commands.tsx'
import { readSessionFilter } from './session-filter.ts'
import { SessionPane } from './session-pane.tsx'
import { SessionTable } from './session-table.tsx'

const limit = 60

/** How far students come, which sessions stand still, and every session by its state or by any id that someone quotes. */
export function SessionsPage() {
  const { q, open: openId } = readPlace(useSearch(), 'session')
  const filter = useMemo(() => readSessionFilter(q), [q])
  const [, navigate] = useLocation()
  const [lastId, setLastId] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const list = useInfiniteQuery(
    trpc.admin.sessions.infiniteQueryOptions(
      { ...filter.input, limit },
      { getNextPageParam: ({ nextCursor }) => nextCursor, placeholderData: keepPreviousData },
    ),
  )
  const { data: coverage } = useQuery(trpc.qa.coverage.queryOptions(undefined, { refetchInterval: 10_000 }))
  const stuck = new Map((coverage?.stuck ?? []).map((entry) => [entry.sessionId, entry]))
  const all = list.data?.pages.flatMap(({ items }) => items) ?? []
  const sessions = [
    ...all.filter(({ sessionId }) => stuck.has(sessionId)),
    ...all.filter(({ sessionId }) => !stuck.has(sessionId)),
  ]
  const activeId = openId ?? lastId

  const open = (sessionId: string | null, replace = false) => {
    setLastId(sessionId ?? openId)
    navigate(sessionsUrl(q, sessionId), { replace })
  }
  const step = (by: 1 | -1) => {
    const from = sessions.findIndex(({ sessionId }) => sessionId === activeId)
    const next = sessions[from < 0 ? 0 : from + by]?.sessionId
    if (next === undefined) return
    if (openId !== null) open(next, true)
    setLastId(next)
    document.querySelector<HTMLElement>(`[data-session="${CSS.escape(next)}"]`)?.focus()
  }
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    '/': () => field.current?.focus(),
    Escape: () => openId !== null && open(null, true),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    navigate(sessionsUrl(field.current?.value.trim() ?? '', openId))
  }

  return (
    <>
      <FunnelStrip stuck={stuck.size}>
        <AskAllAgain sessions={sessions.filter(({ sessionId }) => stuck.has(sessionId))} />
      </FunnelStrip>
      <div className={openId === null ? 'work' : 'work work-open'}>
        <main className="list">
          <h1 className="visually-hidden">Sessions</h1>
          <div className="bar">
            <search className="filter">
              <form key={q} className="filter-box" onSubmit={submit}>
                <Icon name="glass" />
                <input
                  ref={field}
                  type="text"
                  aria-label="Filter the sessions"
                  defaultValue={q}
                  maxLength={255}
                  spellCheck={false}
                  placeholder="K7M-4XQ, any id, outcome:registered, status:active, is:open, is:stuck"
                />
                <kbd>/</kbd>
              </form>
            </search>
            <span className="quick-filters">
              <Link className="quick" href={sessionsUrl('is:stuck')}>
                <b>Stuck</b> {count(stuck.size)}
              </Link>
              <Link className="quick quick-less" href={sessionsUrl('is:open')}>
                <b>Open</b>
              </Link>
              <SavedFiltersBar list="sessions" q={q} />
              <a className="quick quick-less" href={exportUrl('sessions', filter.input)} download>
                Export CSV
              </a>
            </span>
          </div>
          {filter.notUnderstood.length > 0 && (
            <p className="not-understood" role="status">
              Not understood: {filter.notUnderstood.join(', ')}. The rest of the filter holds.
            </p>
          )}
          <ListState list={list} sessions={sessions} q={q} />
          <div className="scroll">
            <RefusedCommands />
            {sessions.length > 0 && (
              <SessionTable
                sessions={sessions}
                stuck={stuck}
                activeId={activeId}
                onOpen={open}
                hrefOf={(id) => sessionsUrl(q, id)}
              />
            )}
            <ShowMore list={list} />
          </div>
          <footer className="foot">
            <span className="space" />
            {counted(sessions.length, 'session')} {list.hasNextPage ? 'so far' : 'in all'}
          </footer>
        </main>
        {openId !== null && (
          <SessionPane sessionId={openId} stuck={stuck.get(openId)} onClose={() => open(null, true)} />
        )}
      </div>
    </>
  )
}

function ListState(props: {
  list: { isLoading: boolean; isError: boolean; refetch: () => Promise<unknown> }
  sessions: readonly AdminSession[]
  q: string
}) {
  const { list, sessions, q } = props
  if (list.isError) {
    return (
      <LoadFailure className="list-state" onRetry={list.refetch}>
        The sessions could not be loaded.
      </LoadFailure>
    )
  }
  if (list.isLoading) return <p className="list-state quiet">Loading sessions…</p>
  if (sessions.length > 0) return null
  return (
    <div className="list-state">
      <p role="status">{q === '' ? 'No student has started yet.' : 'No session matches.'}</p>
      {q !== '' && (
        <Link className="btn" href={sessionsUrl()}>
          Clear the filters
        </Link>
      )}
    </div>
  )
}
