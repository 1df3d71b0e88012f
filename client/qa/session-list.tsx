import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { SessionStatus } from '../../shared/session-status.ts'
import { useServerTime } from '../live/server-clock.ts'
import { useLiveStats } from '../sign-in/use-live-stats.ts'
import { elapsed } from '../timeline/elapsed.ts'
import { trpc } from '../trpc.ts'
import { Button, Panel } from './qa-parts.tsx'
import { type QaSearch, urlOf } from './qa-search.ts'

const limit = 25

/** The newest sessions, to follow one. */
export function SessionList({ view }: { view: QaSearch['view'] }) {
  const [text, setText] = useState('')
  const [status, setStatus] = useState<SessionStatus | null>(null)
  const filter = { ...(text.trim() !== '' && { text: text.trim() }), ...(status && { status }) }
  const query = useQuery(trpc.admin.sessions.queryOptions({ limit, ...filter }))
  useLiveStats() // the list is read anew with them
  const nowMs = useServerTime()
  const clear = () => {
    setText('')
    setStatus(null)
  }
  return (
    <Panel label="Sessions" heading="Follow a session">
      <div className="qa-filters">
        <label>
          Any ID{' '}
          <input type="search" value={text} spellCheck={false} onChange={({ target }) => setText(target.value)} />
        </label>
        <label>
          Status{' '}
          <select
            value={status ?? ''}
            onChange={({ target }) => setStatus(SessionStatus.safeParse(target.value).data ?? null)}
          >
            <option value="">any</option>
            {SessionStatus.options.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </select>
        </label>
      </div>
      {query.isPending && <p>Loading sessions…</p>}
      {query.isError && (
        <p role="alert">
          The sessions could not be loaded. <Button onClick={() => void query.refetch()}>Try again</Button>
        </p>
      )}
      {query.data?.items.length === 0 &&
        (Object.keys(filter).length > 0 ? (
          <p>
            No session matches. <Button onClick={clear}>Clear the filters</Button>
          </p>
        ) : (
          <p>
            There is no session yet. Start one at <Link href="/register/connect">the registration</Link>, or try the
            machine in the <Link href={urlOf({ mode: 'sandbox', session: null, event: null, view })}>sandbox</Link>.
          </p>
        ))}
      <ul className="qa-sessions">
        {query.data?.items.map(({ sessionId, status: at, credential, proof, updatedAt, theirLabel }) => (
          <li key={sessionId}>
            <Link href={urlOf({ mode: 'follow', session: sessionId, event: null, view })}>{sessionId.slice(0, 8)}</Link>{' '}
            <strong>{at}</strong>{' '}
            <span className="quiet">
              credential {credential}, proof {proof}
              {theirLabel && `, ${theirLabel}`}, {elapsed(nowMs - Date.parse(updatedAt))} ago
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
