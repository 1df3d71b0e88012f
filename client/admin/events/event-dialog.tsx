import { useQuery } from '@tanstack/react-query'
import { codeOf } from '../../live/failure.ts'
import { trpc } from '../../trpc.ts'
import { Dialog } from '../dialog.tsx'
import { EventActions } from './event-actions.tsx'
import { EventFacts } from './event-facts.tsx'
import { EventTransitions } from './event-transitions.tsx'
import { Payload } from './payload.tsx'
import { ReplayResult } from './replay-result.tsx'
import type { ReplayState } from './use-replay.ts'

interface EventDialogProps {
  readonly webhookId: string
  readonly replay: ReplayState
  readonly onClose: () => void
}

/** One stored event with everything that is known of it. */
export function EventDialog({ webhookId, replay, onClose }: EventDialogProps) {
  const { data: event, error, isError, refetch } = useQuery(trpc.admin.webhook.queryOptions({ webhookId }))
  return (
    <Dialog title={event?.topic ?? 'Event'} onClose={onClose}>
      {!event && !isError && <p>Loading…</p>}
      {!event && isError && (
        <div role="alert">
          {codeOf(error) === 'NOT_FOUND' ? (
            <p>There is no event with the id {webhookId}.</p>
          ) : (
            <>
              <p>The event could not be read.</p>
              <button type="button" className="small-button" onClick={() => void refetch()}>
                Try again
              </button>
            </>
          )}
        </div>
      )}
      {event && (
        <>
          <EventActions event={event} replay={replay} />
          <ReplayResult webhookId={webhookId} replay={replay} />
          <EventFacts event={event} />
          <EventTransitions event={event} />
          <Payload payload={event.payload} />
        </>
      )}
    </Dialog>
  )
}
