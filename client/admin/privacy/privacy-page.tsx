import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { trpc } from '../../trpc.ts'
import { LoadFailure, ShowMore, TableHead } from '../console-parts.tsx'
import { sessionsUrl } from '../console-urls.ts'
import { nameOf } from '../session-name.tsx'
import { RowTime, zoneName } from '../times.tsx'
import { Incidents } from './incidents.tsx'
import { OnePerson } from './one-person.tsx'

const limit = 100
const columns = [[`Time, ${zoneName}`, 'c-time'], ['Portal', 'c-did'], ['Was told'], ['Session', 'c-who']] as const

/** What portals were told, what is held about one person, and what has happened to personal data. */
export function PrivacyPage() {
  const list = useInfiniteQuery(
    trpc.admin.disclosures.infiniteQueryOptions({ limit }, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  )
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <div className="work work-open">
      <main className="list">
        <h1 className="list-head">What portals were told</h1>
        {list.isError && (
          <LoadFailure className="list-state" onRetry={list.refetch}>
            The list could not be loaded.
          </LoadFailure>
        )}
        {list.isSuccess && rows.length === 0 && <p className="privacy-none">No portal has been told anything yet.</p>}
        <div className="scroll">
          <table className="rows activity" aria-label="What portals were told, newest first">
            <TableHead columns={columns} />
            <tbody>
              {rows.map(({ id, at, client, scope, sessionId, reference, erasedAt }) => (
                <tr key={id}>
                  <td className="c-time">
                    <RowTime at={at} />
                  </td>
                  <td className="c-did">
                    <b>{client}</b>
                  </td>
                  <td className="quiet" title={scope}>
                    {scope}
                  </td>
                  <td className="c-who">
                    {erasedAt === null ? (
                      <Link href={sessionsUrl('', sessionId)}>{nameOf({ sessionId, reference })}</Link>
                    ) : (
                      'erased'
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <ShowMore list={list} />
        </div>
        <footer className="foot">Which kinds of details, and when. Values are never in it.</footer>
      </main>
      <aside className="pane pane-still" aria-label="People and incidents">
        <header className="pane-head">
          <h2>People and incidents</h2>
        </header>
        <OnePerson />
        <Incidents />
      </aside>
    </div>
  )
}
