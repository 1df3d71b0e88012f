import { useQuery } from '@tanstack/react-query'
import { trpc } from '../../trpc.ts'
import { Moment } from '../moment.tsx'

const limit = 20
const everyMs = 10_000

/** The platform's own log of what it sent here last. */
export function Deliveries() {
  const options = trpc.admin.platform.deliveries.queryOptions({ limit }, { refetchInterval: everyMs })
  const { data: deliveries, isError, refetch } = useQuery(options)
  return (
    <section className="panel" aria-labelledby="deliveries-heading">
      <h3 id="deliveries-heading">Last deliveries</h3>
      {!deliveries && !isError && <p>Loading…</p>}
      {isError && (
        <div role="alert">
          <p>The platform did not tell its deliveries.</p>
          <button type="button" className="small-button" onClick={() => void refetch()}>
            Try again
          </button>
        </div>
      )}
      {deliveries?.length === 0 && <p className="quiet">The platform has sent nothing yet.</p>}
      {deliveries && deliveries.length > 0 && (
        <table className="log-table" aria-labelledby="deliveries-heading">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Event</th>
              <th scope="col">Status</th>
              <th scope="col">Answer</th>
              <th scope="col" className="log-wide">
                Attempts
              </th>
              <th scope="col" className="log-wide">
                Time
              </th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map(({ id, at, eventType, status, httpStatus, attempts, responseTimeMs }, index) => (
              <tr key={id ?? index}>
                <td>{at === null ? '–' : <Moment at={at} />}</td>
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
