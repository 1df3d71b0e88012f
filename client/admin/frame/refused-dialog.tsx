import { useQuery } from '@tanstack/react-query'
import { type AdminStats, trpc } from '../../trpc.ts'
import { Dialog, TableHead } from '../console-parts.tsx'
import { count, RowTime } from '../times.tsx'

const reasons = {
  400: 'not a valid webhook, or too old',
  401: 'wrong key or signature',
  403: 'another organization',
  413: 'body too large',
  429: 'too many wrong keys',
  503: 'over the rate limit, or the database was not writable',
} satisfies Record<AdminStats['rejected'][number]['reason'], string>

/** Requests that were refused, by the answer they got. They are not stored. */
export function RefusedDialog({ stats, onClose }: { stats: AdminStats; onClose: () => void }) {
  return (
    <Dialog title="Refused webhooks" onClose={onClose}>
      <table className="rows rows-plain">
        <TableHead columns={[['Answer'], ['24 h', 'number'], ['Since ever', 'number']]} />
        <tbody>
          {stats.rejected.map(({ reason, count: ever, last24h }) => (
            <tr key={reason}>
              <th scope="row">
                {reason} {reasons[reason]}
              </th>
              <td className="number">{count(last24h)}</td>
              <td className="number">{count(ever)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <LatestRefusals />
      <p className="quiet">
        Refused requests are not stored; each has a line in the server’s log. After 400, 403 and 413 the platform gives
        an event up for good.
      </p>
    </Dialog>
  )
}

const everyMs = 5_000

/** What this process refused last, and why each time. */
function LatestRefusals() {
  const { data: refusals = [] } = useQuery(trpc.admin.refusals.queryOptions(undefined, { refetchInterval: everyMs }))
  if (refusals.length === 0) return null
  return (
    <table className="rows rows-plain refusals" aria-label="Refused last, by this process">
      <TableHead
        columns={[
          ['Last'],
          ['Answer'],
          ['Why', 'c-why'],
          ['What it says it is'],
          ['Organization'],
          ['From'],
          ['Times', 'number'],
        ]}
      />
      <tbody>
        {refusals.map(({ at, answer, reason, path, topic, organizationId, ipAddress, count: times }) => (
          <tr key={JSON.stringify([answer, reason, path, topic, organizationId, ipAddress])}>
            <td>
              <RowTime at={at} />
            </td>
            <td>{answer}</td>
            <td className="c-why">
              {reason}
              {path !== null && ` (${path})`}
            </td>
            <td>
              <bdi>{topic ?? '–'}</bdi>
            </td>
            <td>
              <bdi>{organizationId ?? '–'}</bdi>
            </td>
            <td>{ipAddress}</td>
            <td className="number">{count(times)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
