import { useMutation } from '@tanstack/react-query'
import type { TestResult } from '../../../shared/webhook-app.ts'
import { queryClient } from '../../query-client.ts'
import { trpc } from '../../trpc.ts'

/** Has the platform send a test webhook, and tells how that went. */
export function SendTest() {
  const test = useMutation(
    trpc.admin.platform.test.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.admin.platform.deliveries.pathKey() }),
    }),
  )
  return (
    <div className="actions">
      <button type="button" className="small-button" disabled={test.isPending} onClick={() => test.mutate(undefined)}>
        Send a test
      </button>
      <p role="status">
        {test.isPending && 'Sending…'}
        {test.isError && `The test was not sent: ${test.error.message}`}
        {test.data && words(test.data)}
      </p>
    </div>
  )
}

function words({ success, httpStatus, responseTimeMs }: TestResult): string {
  const answer = httpStatus === null ? '' : ` This server answered ${httpStatus}.`
  const time = responseTimeMs === null ? '' : ` It took ${Math.round(responseTimeMs)} ms.`
  if (success === null) return `The test was sent.${answer}${time}`
  return `${success ? 'The test arrived.' : 'The test did not arrive.'}${answer}${time}`
}
