import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { SessionStatus } from '../../shared/session-status.ts'
import { serverNow } from '../live/server-clock.ts'
import { elapsed } from '../timeline/elapsed.ts'
import { trpc } from '../trpc.ts'
import { clientIpOf, type QaAddress } from './address.ts'

const shown = 25
const lookEveryMs = 5_000

/** The newest sessions, to follow one. */
export function SessionList({ address }: { address: QaAddress }) {
  const [text, setText] = useState('')
  const [status, setStatus] = useState<SessionStatus | null>(null)
  const query = useQuery(
    trpc.admin.sessions.queryOptions(
      { limit: shown, ...(text.trim() !== '' && { text: text.trim() }), ...(status && { status }) },
      { refetchInterval: lookEveryMs },
    ),
  )
  const isFiltered = text.trim() !== '' || status !== null
  return (
    <section className="qa-panel" aria-label="Sessions">
      <h2>Follow a session</h2>
      <div className="qa-filters">
        <label>
          Any id{' '}
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
      {query.isPending && <p>Reading the sessions…</p>}
      {query.isError && (
        <p role="alert">
          The sessions could not be read.{' '}
          <button type="button" onClick={() => void query.refetch()}>
            Try again
          </button>
        </p>
      )}
      {query.data?.items.length === 0 &&
        (isFiltered ? (
          <p>
            No session matches.{' '}
            <button
              type="button"
              onClick={() => {
                setText('')
                setStatus(null)
              }}
            >
              Clear the filters
            </button>
          </p>
        ) : (
          <p>
            There is no session yet. Start one at <Link href="/register/connect">the registration</Link>, or walk the
            machine in the <Link href={clientIpOf({ ...address, mode: 'sandbox' })}>sandbox</Link>.
          </p>
        ))}
      <ul className="qa-sessions">
        {query.data?.items.map(({ sessionId, status: at, credential, proof, updatedAt, theirLabel }) => (
          <li key={sessionId}>
            <Link href={clientIpOf({ mode: 'follow', session: sessionId, event: null, view: address.view })}>
              {sessionId.slice(0, 8)}
            </Link>{' '}
            <strong>{at}</strong>{' '}
            <span className="quiet">
              credential {credential}, proof {proof}
              {theirLabel && `, ${theirLabel}`}, {elapsed(serverNow() - Date.parse(updatedAt))} ago
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
