import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { failureText } from '../../live/failure-text.ts'
import { queryClient } from '../../query-client.ts'
import { trpc } from '../../trpc.ts'
import { WithArrows } from '../../ui/drawn.tsx'
import { Dialog, LoadFailure, PaneSection, ShowMore, SmallButton, TableHead } from '../console-parts.tsx'
import { eventsUrl } from '../console-urls.ts'
import { RowTime, zoneName } from '../times.tsx'

const limit = 100
const everyMs = 10_000
const did: Readonly<Record<string, string>> = {
  'signed-in': 'signed in',
  'signed-out': 'signed out',
  'all-signed-out': 'signed everybody out',
  'sign-in-ended': 'signed somebody out',
  'payload-viewed': 'read a payload',
  replayed: 'replayed',
  'replay-started': 'began to replay many',
  'replay-cancelled': 'cancelled a replay',
  exported: 'exported',
  purged: 'purged',
  'secret-rotated': 'rotated the webhook secret',
  'command-resent': 'asked the platform again',
  'person-exported': 'exported a person',
  'person-erased': 'erased a person',
  'incident-noted': 'noted an incident',
  'incident-told': 'told of an incident',
}
const columns = [
  [`Time, ${zoneName}`, 'c-time'],
  ['Who', 'c-who'],
  ['Did', 'c-did'],
  ['To what, with what result'],
  ['From', 'c-from'],
] as const
const ofWebhooks = new Set(['payload-viewed', 'replayed'])

/** Who did what, newest first, and who is signed in. */
export function ActivityPage() {
  const list = useInfiniteQuery(
    trpc.admin.audit.infiniteQueryOptions({ limit }, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  )
  const entries = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <div className="work work-open">
      <main className="list">
        <h1 className="list-head">Who did what</h1>
        {list.isError && (
          <LoadFailure className="list-state" onRetry={list.refetch}>
            The activity could not be loaded.
          </LoadFailure>
        )}
        <div className="scroll">
          <table className="rows activity" aria-label="Who did what, newest first">
            <TableHead columns={columns} />
            <tbody>
              {entries.map(({ id, at, by, action, subject, detail, address }) => (
                <tr key={id}>
                  <td className="c-time">
                    <RowTime at={at} />
                  </td>
                  <td className="c-who">{by === 'server' ? <span className="quiet">server</span> : <b>{by}</b>}</td>
                  <td className="c-did">{did[action] ?? action}</td>
                  <td className="c-to quiet" title={`${subject ?? ''} ${detail ?? ''}`}>
                    {subject !== null && ofWebhooks.has(action) ? (
                      <Link href={eventsUrl('', subject)}>{subject}</Link>
                    ) : (
                      subject
                    )}{' '}
                    <WithArrows>{detail ?? ''}</WithArrows>
                  </td>
                  <td className="c-from quiet">{address}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <ShowMore list={list} />
        </div>
        <footer className="foot">Entries cannot be changed or taken out. Values are never in them.</footer>
      </main>
      <SignIns />
    </div>
  )
}

/** Every browser that is signed in, and a way to end that. */
function SignIns() {
  const { data: signIns = [] } = useQuery(
    trpc.admin.operators.list.queryOptions(undefined, { refetchInterval: everyMs }),
  )
  const [isAsked, setAsked] = useState(false)
  const end = useMutation(
    trpc.admin.operators.signOut.mutationOptions({
      onSettled: () =>
        Promise.all(
          [trpc.admin.operators.list.queryKey(), trpc.admin.audit.pathKey(), trpc.admin.stats.queryKey()].map(
            (queryKey) => queryClient.invalidateQueries({ queryKey }),
          ),
        ),
    }),
  )
  return (
    <aside className="pane pane-still" aria-label="Who is signed in">
      <header className="pane-head">
        <h2>Who is signed in</h2>
      </header>
      <PaneSection>
        <ul className="sign-ins">
          {signIns.map(({ mark, by, address, createdAt, isOwn }) => (
            <li key={mark}>
              <div>
                <b>{by}</b>
                {isOwn && ' (this browser)'}
                <small>
                  since <RowTime at={createdAt} />
                  {address !== null && `, from ${address}`}
                </small>
              </div>
              <SmallButton disabled={end.isPending} onClick={() => end.mutate({ mark })}>
                Sign out
              </SmallButton>
            </li>
          ))}
        </ul>
        {signIns.length === 0 && <p className="quiet">Nobody: you came with the token itself.</p>}
        <p className="acts">
          <SmallButton disabled={end.isPending || signIns.length === 0} onClick={() => setAsked(true)}>
            Sign everybody out
          </SmallButton>
        </p>
        {end.isError && <p role="alert">{failureText(end.error, 'Nobody was signed out', 'anybody was signed out')}</p>}
      </PaneSection>
      <PaneSection title="Names">
        <p className="quiet">
          ADMIN_TOKENS gives each operator a token and a name of their own. Who is signed in with ADMIN_TOKEN has none.
        </p>
      </PaneSection>
      {isAsked && (
        <Dialog title="Sign everybody out?" onClose={() => setAsked(false)}>
          <p>
            Every browser that is signed in, this one too, has to sign in again. What runs in the background goes on.
          </p>
          <p className="acts">
            <SmallButton
              isMain
              onClick={() => {
                setAsked(false)
                end.mutate({ mark: null })
              }}
            >
              Sign out {signIns.length}
            </SmallButton>
          </p>
        </Dialog>
      )}
    </aside>
  )
}
