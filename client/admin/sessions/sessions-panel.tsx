import '../events/events.css'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import type { AdminStats } from '../../../shared/admin-stats.ts'
import { trpc } from '../../trpc.ts'
import { readSessionsPlace, sessionsAddress, statuses } from '../console-address.ts'
import { SessionDialog } from './session-dialog.tsx'
import { SessionTable } from './session-table.tsx'

const limit = 50

/** Every session, newest first, by status or by any id that someone quotes, and the one that the address names. */
export function SessionsPanel({ stats }: { stats: AdminStats }) {
  const place = readSessionsPlace(useSearch())
  const { status, text, session } = place
  const [, navigate] = useLocation()
  const list = useInfiniteQuery(
    trpc.admin.sessions.infiniteQueryOptions(
      { ...(status && { status }), ...(text && { text }), limit },
      { getNextPageParam: ({ nextCursor }) => nextCursor, placeholderData: keepPreviousData },
    ),
  )
  const { refetch, isLoading, isError, hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const sessions = list.data?.pages.flatMap(({ items }) => items) ?? []
  const heading = useRef<HTMLHeadingElement>(null)
  const revision = JSON.stringify(stats.statuses)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the counts of sessions tell when to read them anew
  useEffect(() => {
    void refetch({ cancelRefetch: false })
  }, [revision, refetch])

  useEffect(() => heading.current?.focus(), [])

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const value = (name: string) => form.get(name)?.toString() ?? ''
    navigate(sessionsAddress({ status: value('status'), text: value('text').trim() }))
  }

  return (
    <section className="log" aria-labelledby="sessions-heading">
      <h2 ref={heading} id="sessions-heading" tabIndex={-1}>
        Sessions
      </h2>
      <form key={`${status} ${text}`} className="filters" onSubmit={submit} aria-label="Filter the sessions">
        <label className="filters-search">
          Search by any id
          <input
            type="search"
            name="text"
            maxLength={255}
            defaultValue={text ?? ''}
            placeholder="Id or 8-character reference"
          />
        </label>
        <label>
          Status
          <select name="status" defaultValue={status ?? ''}>
            <option value="">All statuses</option>
            {statuses.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <button type="submit" className="small-button">
          Search
        </button>
      </form>
      {isError && (
        <div className="console-state" role="alert">
          <p>The sessions could not be read.</p>
          <button type="button" className="small-button" onClick={() => void refetch()}>
            Try again
          </button>
        </div>
      )}
      {isLoading && <p className="console-state">Loading sessions…</p>}
      {!isLoading && !isError && sessions.length === 0 && (
        <div className="console-state">
          <p role="status">{status || text ? 'No session matches.' : 'No student has started yet.'}</p>
          {(status || text) && <Link href={sessionsAddress()}>Clear the filters</Link>}
        </div>
      )}
      {sessions.length > 0 && <SessionTable sessions={sessions} place={place} />}
      {hasNextPage && (
        <button
          type="button"
          className="small-button"
          disabled={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show more
        </button>
      )}
      {session !== null && (
        <SessionDialog
          sessionId={session}
          revision={revision}
          onClose={() => navigate(sessionsAddress({ ...place, session: null }), { replace: true })}
        />
      )}
    </section>
  )
}
