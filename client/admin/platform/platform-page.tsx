import { useMutation, useQuery } from '@tanstack/react-query'
import { codeOf } from '../../live/failure.ts'
import { failureText } from '../../live/failure-text.ts'
import { queryClient } from '../../query-client.ts'
import { Timestamp } from '../../timeline/timestamp.tsx'
import { type TestResult, trpc } from '../../trpc.ts'
import { LoadFailure, SmallButton, TableHead } from '../console-parts.tsx'
import { HealthRows } from './health-rows.tsx'
import { Rotation } from './rotation.tsx'
import { AddressFacts, AppFacts } from './webhook-facts.tsx'

/** The platform's side of webhooks: where it sends them, how the last ones went, a test, and a new secret. */
export function PlatformPage() {
  const { data: app, error, isLoading, refetch } = useQuery(trpc.admin.platform.app.queryOptions())
  return (
    <main className="page">
      <h1>Platform</h1>
      {isLoading && <p className="list-state">Asking the platform…</p>}
      {error && (
        <LoadFailure className="list-state" onRetry={refetch}>
          {codeOf(error) === null ? 'The server did not answer.' : error.message}
        </LoadFailure>
      )}
      {app && (
        <>
          <HealthRows app={app} />
          {app.kind === 'app' ? <AppFacts app={app} /> : <AddressFacts app={app} />}
          {app.kind === 'app' && <SendTest />}
          <Rotation />
          {app.kind === 'app' && <Deliveries />}
        </>
      )}
    </main>
  )
}

/** Has the platform send a test webhook, and tells how that went. */
function SendTest() {
  const test = useMutation(
    trpc.admin.platform.test.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.admin.platform.deliveries.pathKey() }),
    }),
  )
  return (
    <div className="actions">
      <SmallButton disabled={test.isPending} onClick={() => test.mutate(undefined)}>
        Send a test
      </SmallButton>
      <p role="status">
        {test.isPending
          ? 'Sending…'
          : test.isError
            ? failureText(test.error, 'The test was not sent', 'the test was sent')
            : test.data && testMessage(test.data)}
      </p>
    </div>
  )
}

function testMessage({ success, httpStatus, responseTimeMs }: TestResult): string {
  const answer = httpStatus === null ? '' : ` This server answered ${httpStatus}.`
  const time = responseTimeMs === null ? '' : ` It took ${Math.round(responseTimeMs)} ms.`
  if (success === null) return `The test was sent.${answer}${time}`
  return `${success ? 'The test arrived.' : 'The test did not arrive.'}${answer}${time}`
}

const limit = 20
const everyMs = 10_000
const columns = [['When'], ['Event'], ['Status'], ['Answer'], ['Attempts', 'c-wide'], ['Time', 'c-wide']] as const

/** The platform's own log of what it sent here last. */
function Deliveries() {
  const options = trpc.admin.platform.deliveries.queryOptions({ limit }, { refetchInterval: everyMs })
  const { data: deliveries, isError, refetch } = useQuery(options)
  return (
    <section className="panel" aria-labelledby="deliveries-heading">
      <h2 id="deliveries-heading">Last deliveries</h2>
      {!deliveries && !isError && <p>Loading…</p>}
      {isError && <LoadFailure onRetry={refetch}>Deliveries are unavailable.</LoadFailure>}
      {deliveries?.length === 0 && <p className="quiet">The platform has sent nothing yet.</p>}
      {deliveries && deliveries.length > 0 && (
        <table className="rows rows-plain" aria-labelledby="deliveries-heading">
          <TableHead columns={columns} />
          <tbody>
            {deliveries.map(({ id, at, eventType, status, httpStatus, attempts, responseTimeMs }, index) => (
              <tr key={id ?? index}>
                <td>{at === null ? '–' : <Timestamp at={at} />}</td>
                <td>{eventType ?? '–'}</td>
                <td>{status ?? '–'}</td>
                <td>{httpStatus ?? '–'}</td>
                <td className="c-wide">{attempts ?? '–'}</td>
                <td className="c-wide">{responseTimeMs === null ? '–' : `${Math.round(responseTimeMs)} ms`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
