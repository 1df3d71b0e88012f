import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'wouter'
import { codeOf } from '../../live/failure.ts'
import { Timeline } from '../../timeline/timeline.tsx'
import { toTimelineItem } from '../../timeline/to-timeline-item.ts'
import { trpc } from '../../trpc.ts'
import { logAddress, visualiserAddress } from '../console-address.ts'
import { Dialog } from '../dialog.tsx'

interface SessionDialogProps {
  readonly sessionId: string
  /** Changes whenever the session may have. */
  readonly revision: string
  readonly onClose: () => void
}

/** One session's whole story. */
export function SessionDialog({ sessionId, revision, onClose }: SessionDialogProps) {
  const { data, error, isError, refetch } = useQuery(trpc.qa.timeline.queryOptions({ sessionId }))
  const code = codeOf(error)
  const isUnknown = code === 'NOT_FOUND' || code === 'BAD_REQUEST'

  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision tells when to read it anew
  useEffect(() => {
    void refetch({ cancelRefetch: false })
  }, [revision, refetch])

  return (
    <Dialog title={`Session ${sessionId.slice(0, 8)}`} onClose={onClose}>
      {!data && !isError && <p>Loading…</p>}
      {!data && isError && (
        <div role="alert">
          <p>{isUnknown ? `There is no session with the id ${sessionId}.` : 'The session could not be read.'}</p>
          {!isUnknown && (
            <button type="button" className="small-button" onClick={() => void refetch()}>
              Try again
            </button>
          )}
        </div>
      )}
      {data && (
        <>
          <p className="actions">
            <Link href={visualiserAddress(sessionId)}>Show in the visualiser</Link>
            <Link href={logAddress({ text: sessionId })}>Its events in the log</Link>
          </p>
          <dl className="facts">
            <div>
              <dt>Session</dt>
              <dd className="code">{sessionId}</dd>
            </div>
            <div>
              <dt>Connection</dt>
              <dd className="code">{data.connectionId ?? 'none'}</dd>
            </div>
            <div>
              <dt>Invitation</dt>
              <dd className="code">{data.invitationId}</dd>
            </div>
          </dl>
          <Timeline
            label="Timeline"
            items={data.entries.map((entry) => toTimelineItem(entry, (webhookId) => logAddress({}, webhookId)))}
          />
        </>
      )}
    </Dialog>
  )
}
