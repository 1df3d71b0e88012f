import { useQuery } from '@tanstack/react-query'
import { Timestamp } from '../../timeline/timestamp.tsx'
import { trpc } from '../../trpc.ts'
import { LoadFailure, TableHead } from '../console-parts.tsx'

const limit = 20
const everyMs = 10_000
const columns = [['When'], ['Event'], ['Status'], ['Answer'], ['Attempts', 'log-wide'], ['Time', 'log-wide']] as const

/** The platform's own log of what it sent here last. */
export function Deliveries() {
  const options = trpc.admin.platform.deliveries.queryOptions({ limit }, { refetchInterval: everyMs })
  const { data: deliveries, isError, refetch } = useQuery(options)
  return (
    <section className="panel" aria-labelledby="deliveries-heading">
      <h3 id="deliveries-heading">Last deliveries</h3>
      {!deliveries && !isError && <p>Loading…</p>}
      {isError && <LoadFailure onRetry={refetch}>Deliveries are unavailable.</LoadFailure>}
      {deliveries?.length === 0 && <p className="quiet">The platform has sent nothing yet.</p>}
      {deliveries && deliveries.length > 0 && (
        <table className="log-table" aria-labelledby="deliveries-heading">
          <TableHead columns={columns} />
          <tbody>
            {deliveries.map(({ id, at, eventType, status, httpStatus, attempts, responseTimeMs }, index) => (
              <tr key={id ?? index}>
                <td>{at === null ? '–' : <Timestamp at={at} />}</td>
                <td>{eventType ?? '–'}</td>
                <td>{status ?? '–'}</td>
                <td>{httpStatus ?? '–'}</td>
                <td className="log-wide">{attempts ?? '–'}</td>
                <td className="log-wide">{responseTimeMs === null ? '–' : `${Math.round(responseTimeMs)} ms`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
