import { Dialog, Fact, LoadFailure, SmallButton, TableHead } from '../console-parts.tsx'
import '../events/events.css'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { isUnknownSession } from '../../live/failure.ts'
import { commandText } from '../../timeline/command-text.ts'
import { Timeline } from '../../timeline/timeline.tsx'
import { toTimelineItem } from '../../timeline/timeline-item.ts'
import { Timestamp } from '../../timeline/timestamp.tsx'
import { type AdminSession, trpc } from '../../trpc.ts'
import {
  logUrl,
  readSessionsSearch,
  type SessionsSearch,
  sessionsUrl,
  statuses,
  visualiserUrl,
} from '../console-urls.ts'
import { RefusedCommands } from './refused-commands.tsx'

const limit = 50

/** Every session, newest first, by status or by any id that someone quotes, and the one that the URL names. */
export function SessionsPanel() {
  const search = readSessionsSearch(useSearch())
  const { status, text, session } = search
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

  useEffect(() => heading.current?.focus(), [])

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const value = (name: string) => form.get(name)?.toString() ?? ''
    navigate(sessionsUrl({ status: value('status'), text: value('text').trim() }))
  }

  return (
    <section className="log" aria-labelledby="sessions-heading">
      <h2 ref={heading} id="sessions-heading" tabIndex={-1}>
        Sessions
      </h2>
      <RefusedCommands />
      <form key={`${status} ${text}`} className="filters" onSubmit={submit} aria-label="Filter the sessions">
        <label className="filters-search">
          Search by any ID
          <input
            type="search"
            name="text"
            maxLength={255}
            defaultValue={text ?? ''}
            placeholder="ID or 8-character reference"
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
        <LoadFailure className="console-state" onRetry={refetch}>
          The sessions could not be loaded.
        </LoadFailure>
      )}
      {isLoading && <p className="console-state">Loading sessions…</p>}
      {!isLoading && !isError && sessions.length === 0 && (
        <div className="console-state">
          <p role="status">{status || text ? 'No session matches.' : 'No student has started yet.'}</p>
          {(status || text) && <Link href={sessionsUrl()}>Clear the filters</Link>}
        </div>
      )}
      {sessions.length > 0 && <SessionTable sessions={sessions} search={search} />}
      {hasNextPage && (
        <SmallButton disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </SmallButton>
      )}
      {session !== null && (
        <SessionDialog
          sessionId={session}
          onClose={() => navigate(sessionsUrl({ ...search, session: null }), { replace: true })}
        />
      )}
    </section>
  )
}

const columns = [
  ['Started', 'log-time'],
  ['Reference'],
  ['Status'],
  ['Proof', 'log-wide'],
  ['Credential', 'log-wide'],
  ['Purpose', 'log-wide'],
  ['Changed', 'log-wide log-time'],
] as const

/** Sessions with where each stands. The reference is what a student quotes, and the link that opens it. */
function SessionTable({ sessions, search }: { sessions: readonly AdminSession[]; search: SessionsSearch }) {
  return (
    <table className="log-table" aria-label="Sessions, newest first">
      <TableHead columns={columns} />
      <tbody>
        {sessions.map(({ sessionId, createdAt, updatedAt, status, proof, credential, requestType }) => (
          <tr key={sessionId}>
            <td className="log-time">
              <Timestamp at={createdAt} />
            </td>
            <td>
              <Link href={sessionsUrl({ ...search, session: sessionId })} className="code">
                {sessionId.slice(0, 8)}
              </Link>
            </td>
            <td>{status}</td>
            <td className="log-wide">{proof}</td>
            <td className="log-wide">{credential}</td>
            <td className="log-wide">{requestType}</td>
            <td className="log-wide log-time">
              <Timestamp at={updatedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** One session's whole story. */
function SessionDialog({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery(trpc.qa.timeline.queryOptions({ sessionId }))
  const isUnknown = isUnknownSession(error)
  return (
    <Dialog title={`Session ${sessionId.slice(0, 8)}`} onClose={onClose}>
      {!data && !error && <p>Loading…</p>}
      {!data && error && (
        <LoadFailure onRetry={isUnknown ? null : refetch}>
          {isUnknown ? `There is no session with the ID ${sessionId}.` : 'The session could not be loaded.'}
        </LoadFailure>
      )}
      {data && (
        <>
          <p className="actions">
            <Link href={visualiserUrl(sessionId)}>Show in the visualiser</Link>
            <Link href={logUrl({ text: sessionId })}>Its events in the log</Link>
          </p>
          <dl className="facts">
            <Fact name="Session" isCode>
              {sessionId}
            </Fact>
            <Fact name="Connection" isCode>
              {data.connectionId ?? 'none'}
            </Fact>
            <Fact name="Invitation" isCode>
              {data.invitationId}
            </Fact>
          </dl>
          {data.commands.length > 0 && (
            <section aria-label="Requests to the platform">
              <h3>Requests to the platform</h3>
              <ol>
                {data.commands.map((command) => (
                  <li key={`${command.kind} ${command.attempt}`}>{commandText(command)}</li>
                ))}
              </ol>
            </section>
          )}
          <Timeline
            label="Timeline"
            items={data.entries.map((entry) => toTimelineItem(entry, (webhookId) => logUrl({}, webhookId)))}
          />
        </>
      )}
    </Dialog>
  )
}
