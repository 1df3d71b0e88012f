import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { failureText } from '../../live/failure-text.ts'
import { queryClient } from '../../query-client.ts'
import { commandNames } from '../../timeline/command-text.ts'
import { Timestamp } from '../../timeline/timestamp.tsx'
import { trpc } from '../../trpc.ts'
import { SmallButton, TableHead } from '../console-parts.tsx'
import { sessionsUrl } from '../console-urls.ts'

const limit = 20
const everyMs = 10_000
const columns = [['When'], ['Session'], ['What'], ['What the platform said'], ['To do']] as const

/** What the platform refused, in its own words, each to be sent again; nothing where it refused nothing. */
export function RefusedCommands() {
  const { data } = useQuery(trpc.admin.refused.queryOptions({ limit }, { refetchInterval: everyMs }))
  const resend = useMutation(
    trpc.admin.resend.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.admin.refused.pathKey() }),
    }),
  )
  if (!data || data.items.length === 0) return null
  return (
    <details className="panel panel-soon" open={data.items.length <= 3}>
      <summary>
        <h2 id="refused-heading">Refused by the platform: {data.items.length}</h2>
      </summary>
      <p className="quiet">
        These students wait for something that the platform would not do. Mend the reason, then send it again.
      </p>
      <table className="rows rows-plain" aria-labelledby="refused-heading">
        <TableHead columns={columns} />
        <tbody>
          {data.items.map(({ id, sessionId, kind, settledAt, createdAt, error }) => (
            <tr key={id}>
              <td>
                <Timestamp at={settledAt ?? createdAt} />
              </td>
              <td>
                <Link href={sessionsUrl('', sessionId)} className="code">
                  {sessionId.slice(0, 8)}
                </Link>
              </td>
              <td>{commandNames[kind]}</td>
              <td>{error ?? '–'}</td>
              <td>
                <SmallButton disabled={resend.isPending} onClick={() => resend.mutate({ id })}>
                  Send again
                </SmallButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p role="status">
        {resend.isSuccess && 'It is sent again.'}
        {resend.isError && failureText(resend.error, 'It was not sent again', 'it is sent again')}
      </p>
    </details>
  )
}
