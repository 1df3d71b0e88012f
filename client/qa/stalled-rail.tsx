import { Link } from 'wouter'
import { elapsed } from '../timeline/elapsed.ts'
import type { SessionCoverage } from '../trpc.ts'
import { roundedMs } from './now-panel.tsx'
import { type QaSearch, urlOf } from './qa-search.ts'

/** The sessions that stand still, the longest first, each a way to follow it. */
export function StalledRail({ coverage, search }: { coverage: SessionCoverage | null; search: QaSearch }) {
  const stuck = coverage?.stuck ?? []
  return (
    <nav className="qa-rail" aria-label="Standing still">
      <div className="qa-rail-head">
        <h2>Standing still · {stuck.length}</h2>
      </div>
      <div className="qa-rail-rows">
        {stuck.length === 0 && (
          <p className="qa-soft">
            None. A session is listed once it has been in a state longer than 95 % of those that have left it.
          </p>
        )}
        <ul>
          {stuck.map(({ sessionId, theirLabel, state, stillMs, p95Ms }) => (
            <li key={`${sessionId} ${state}`}>
              <Link
                className="qa-row"
                title={`for ${elapsed(roundedMs(stillMs))}`}
                href={urlOf({ ...search, mode: 'follow', session: sessionId, event: null })}
              >
                <code>{sessionId.slice(0, 8)}</code>
                <em className="qa-late">{`×${Math.max(1, Math.round(stillMs / Math.max(1, p95Ms)))} p95`}</em>
                <span dir="auto">{theirLabel ?? ''}</span>
                <em>{state.replace('.', ' ')}</em>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  )
}
