import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { isUnknownSession } from '../../live/failure.ts'
import { commandText } from '../../timeline/command-text.ts'
import { elapsed } from '../../timeline/elapsed.ts'
import { Timeline } from '../../timeline/timeline.tsx'
import { toTimelineItem } from '../../timeline/timeline-item.ts'
import { type Stuck, trpc } from '../../trpc.ts'
import { LoadFailure, PaneSection } from '../console-parts.tsx'
import { eventsUrl, sessionsUrl, visualiserUrl } from '../console-urls.ts'
import { PaneHead } from '../events/event-pane.tsx'
import { nameOf } from '../session-name.tsx'
import { AskAgain } from './ask-again.tsx'
import { outcomeText, turnOf } from './turn-of.ts'

/** One session beside the list: whose turn it is, what can be done, and its whole story. */
export function SessionPane(props: { sessionId: string; stuck: Stuck | undefined; onClose: () => void }) {
  const { sessionId, stuck, onClose } = props
  const { data: told, error, refetch } = useQuery(trpc.qa.timeline.queryOptions({ sessionId }))
  const { data: found } = useQuery(trpc.admin.sessions.queryOptions({ text: sessionId, limit: 1 }))
  const session = isUnknownSession(error) ? undefined : found?.items[0]
  const name = nameOf(session ?? { sessionId, reference: null })
  const isUnknown = isUnknownSession(error)
  const story = isUnknown ? undefined : told // erased while it is shown, it is shown no longer
  const turn = session && turnOf(session)
  return (
    <aside className="pane" aria-label={`Session ${name}`}>
      <PaneHead
        title={<span className="reference">{name}</span>}
        mark={session && <span className={stuck ? 'tag tag-unmatched' : 'tag'}>{outcomeText(session)}</span>}
        link={sessionsUrl('', sessionId)}
        onClose={onClose}
      >
        <code className="cut">{sessionId}</code>
      </PaneHead>
      {!story && !error && <p className="pane-section quiet">Loading…</p>}
      {!story && error && (
        <LoadFailure className="pane-section" onRetry={isUnknown ? null : refetch}>
          {isUnknown ? `There is no session with the ID ${sessionId}.` : 'The session could not be loaded.'}
        </LoadFailure>
      )}
      {story && (
        <>
          <PaneSection>
            {turn && (
              <p className={`say ${stuck ? 'say-unmatched' : ''}`}>
                <strong>{turn.who}</strong> {turn.what}
                {stuck &&
                  ` It has stood still for ${elapsed(stuck.stillMs)}; 95 % went on within ${elapsed(stuck.p95Ms)}.`}
              </p>
            )}
            <div className="acts">
              <Link className="btn" href={visualiserUrl(sessionId)}>
                Show in the visualiser
              </Link>
              <Link className="btn" href={eventsUrl(`session:${sessionId}`)}>
                Its events
              </Link>
              {session && <AskAgain session={session} />}
            </div>
          </PaneSection>
          <PaneSection title="Known by">
            <dl className="keys">
              {session && session.registrationNumber !== null && (
                <div>
                  <dt>registration</dt>
                  <dd>
                    <code>{session.registrationNumber}</code>
                  </dd>
                </div>
              )}
              <div>
                <dt>connection</dt>
                <dd>
                  <code>{story.connectionId ?? 'none'}</code>
                </dd>
              </div>
              <div>
                <dt>invitation</dt>
                <dd>
                  <code>{story.invitationId}</code>
                </dd>
              </div>
            </dl>
          </PaneSection>
          {story.commands.length > 0 && (
            <PaneSection title="Requests to the platform">
              <ul className="plain">
                {story.commands.map((command) => (
                  <li key={`${command.kind} ${command.attempt}`}>{commandText(command)}</li>
                ))}
              </ul>
            </PaneSection>
          )}
          <PaneSection title={`Timeline · ${story.entries.length}`}>
            <Timeline
              label="Timeline"
              items={story.entries.map((entry) => toTimelineItem(entry, (webhookId) => eventsUrl('', webhookId)))}
            />
          </PaneSection>
        </>
      )}
    </aside>
  )
}
