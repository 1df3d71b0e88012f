import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { isUnknownSession } from '../../live/failure.ts'
import { Timeline } from '../../timeline/timeline.tsx'
import { toTimelineItem } from '../../timeline/timeline-item.ts'
import { trpc } from '../../trpc.ts'
import { Dialog, Fact, LoadFailure } from '../console-parts.tsx'
import { logUrl, visualiserUrl } from '../console-urls.ts'

/** One session's whole story. */
export function SessionDialog({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery(trpc.qa.timeline.queryOptions({ sessionId }))
  const isUnknown = isUnknownSession(error)
  return (
    <Dialog title={`Session ${sessionId.slice(0, 8)}`} onClose={onClose}>
      {!data && !error && <p>Loading…</p>}
      {!data && error && (
        <LoadFailure onRetry={isUnknown ? null : refetch}>
          {isUnknown ? `There is no session with the ID ${sessionId}.` : 'The session could not be loaded.'}
        </LoadFailure>
      )}
      {data && (
        <>
          <p className="actions">
            <Link href={visualiserUrl(sessionId)}>Show in the visualiser</Link>
            <Link href={logUrl({ text: sessionId })}>Its events in the log</Link>
          </p>
          <dl className="facts">
            <Fact name="Session" isCode>
              {sessionId}
            </Fact>
            <Fact name="Connection" isCode>
              {data.connectionId ?? 'none'}
            </Fact>
            <Fact name="Invitation" isCode>
              {data.invitationId}
            </Fact>
          </dl>
          <Timeline
            label="Timeline"
            items={data.entries.map((entry) => toTimelineItem(entry, (webhookId) => logUrl({}, webhookId)))}
          />
        </>
      )}
    </Dialog>
  )
}
