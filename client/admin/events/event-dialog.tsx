import { type InfiniteData, useMutation, useQuery } from '@tanstack/react-query'
import { codeOf } from '../../live/failure.ts'
import { Payload } from '../../payload/payload-view.tsx'
import { queryClient } from '../../query-client.ts'
import { type Replayed, trpc, type WebhookDetail, type WebhookPage } from '../../trpc.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog, LoadFailure } from '../console-parts.tsx'
import { logUrl } from '../console-urls.ts'
import { asCurl } from './as-curl.ts'
import { EventChanges, EventFacts } from './event-facts.tsx'

/** One stored event with everything that is known of it. */
export function EventDialog(props: { webhookId: string; replay: ReplayState; onClose: () => void }) {
  const { webhookId, replay, onClose } = props
  const { data: event, error, isError, refetch } = useQuery(trpc.admin.webhook.queryOptions({ webhookId }))
  const isUnknown = codeOf(error) === 'NOT_FOUND'
  return (
    <Dialog title={event?.topic ?? 'Event'} onClose={onClose}>
      {!event && !isError && <p>Loading…</p>}
      {!event && isError && (
        <LoadFailure onRetry={isUnknown ? null : refetch}>
          {isUnknown ? `There is no event with the ID ${webhookId}.` : 'The event could not be loaded.'}
        </LoadFailure>
      )}
      {event && (
        <>
          <EventActions event={event} replay={replay} />
          {/* It stays in the page while empty, for the result to come into. */}
          <p className="replay-result" role="status">
            {replay.webhookId === webhookId && replayResult(replay)}
          </p>
          <EventFacts event={event} />
          <EventChanges event={event} />
          <Payload payload={event.payload} />
        </>
      )}
    </Dialog>
  )
}

/** What can be done with an event. */
function EventActions({ event, replay }: { event: WebhookDetail; replay: ReplayState }) {
  const { origin } = window.location
  return (
    <div className="actions">
      <button
        type="button"
        className="small-button small-button-main"
        disabled={replay.isRunning || event.payload === null}
        onClick={() => replay.run(event.webhookId)}
      >
        Replay
      </button>
      {event.payload !== null && (
        <CopyButton className="small-button" text={asCurl(origin, event.payload)}>
          Copy as curl
        </CopyButton>
      )}
      <CopyButton className="small-button" text={`${origin}${logUrl({}, event.webhookId)}`}>
        Copy link
      </CopyButton>
    </div>
  )
}

/** What the last replay came to. */
function replayResult({ isRunning, hasFailed, result }: ReplayState): string | null {
  if (isRunning) return 'Replaying…'
  if (hasFailed) return 'The replay failed: the server did not answer, or refused it. Nothing is lost; try again.'
  if (!result) return null
  const { before, outcome, error, changed } = result
  if (error !== null) return `Replayed: ${outcome}. ${error}`
  if (before !== outcome) return `Replayed: it was ${before} and is now ${outcome}.`
  return changed ? `Replayed: ${outcome}.` : `Replayed: still ${outcome}. No change.`
}

/** Replaying a stored event, and what the last replay came to. */
export function useReplay() {
  const mutation = useMutation(
    trpc.admin.replay.mutationOptions({
      onSuccess: showInLog,
      onSettled: (_, __, { webhookId }) =>
        queryClient.invalidateQueries({ queryKey: trpc.admin.webhook.queryKey({ webhookId }) }),
    }),
  )
  return {
    run: (webhookId: string) => mutation.mutate({ webhookId }),
    webhookId: mutation.variables?.webhookId ?? null,
    isRunning: mutation.isPending,
    hasFailed: mutation.isError,
    result: mutation.data ?? null,
  }
}

type ReplayState = ReturnType<typeof useReplay>

/** The row may be far from the top, or no longer fit the filter, where the live tail does not renew it. */
function showInLog({ webhookId, outcome, error }: Replayed): void {
  const { webhooks } = trpc.admin
  const renew = (page: WebhookPage) => ({
    ...page,
    items: page.items.map((item) => (item.webhookId === webhookId ? { ...item, outcome, error } : item)),
  })
  queryClient.setQueriesData<WebhookPage>({ queryKey: webhooks.queryKey() }, (head) => head && renew(head))
  queryClient.setQueriesData<InfiniteData<WebhookPage>>(
    { queryKey: webhooks.infiniteQueryKey() },
    (loaded) => loaded && { ...loaded, pages: loaded.pages.map(renew) },
  )
}
