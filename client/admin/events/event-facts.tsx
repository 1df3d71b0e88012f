import { Link } from 'wouter'
import { OutcomeBadge } from '../../timeline/outcome-badge.tsx'
import { outcomeMessages, stateChange } from '../../timeline/timeline-item.ts'
import { ClockTime, Timestamp } from '../../timeline/timestamp.tsx'
import type { WebhookDetail } from '../../trpc.ts'
import { Fact } from '../console-parts.tsx'
import { sessionsUrl, visualiserUrl } from '../console-urls.ts'
import { timesText } from './event-messages.ts'

/** What is known of an event, beside its payload. */
export function EventFacts({ event }: { event: WebhookDetail }) {
  const ids = {
    Webhook: event.webhookId,
    Connection: event.connectionId,
    Invitation: event.invitationId,
    Organization: event.organizationId,
    Agent: event.agentId,
  }
  return (
    <dl className="facts">
      <Fact name="Outcome">
        <OutcomeBadge outcome={event.outcome} /> {event.error ?? outcomeMessages[event.outcome]}
        {event.outcome === 'failed' && <Attempts event={event} />}
      </Fact>
      <Fact name="Session">
        {event.sessionId === null ? (
          'none'
        ) : (
          <>
            <Link href={sessionsUrl({ session: event.sessionId })} className="code">
              {event.sessionId}
            </Link>
            {event.matchedBy && `, matched by its ${event.matchedBy}`}{' '}
            <Link href={visualiserUrl(event.sessionId)}>Show in the visualiser</Link>
          </>
        )}
      </Fact>
      <Fact name="Received">
        <Timestamp at={event.createdAt} isFull />
      </Fact>
      <Fact name="Processed">
        {event.processedAt === null ? 'not yet' : <Timestamp at={event.processedAt} isFull />}
      </Fact>
      <Fact name="Delivered">
        {timesText(event.redeliveries + 1)}
        {event.redeliveredAt && (
          <>
            , last at <Timestamp at={event.redeliveredAt} isFull />. Repeated deliveries are answered with 200 and
            change nothing.
          </>
        )}
      </Fact>
      <Fact name="Dialect">{event.dialect}</Fact>
      {Object.entries(ids).map(([name, id]) => (
        <Fact key={name} name={name}>
          {id === null ? 'none' : <span className="code">{id}</span>}
        </Fact>
      ))}
      {event.replays.length > 0 && (
        <Fact name="Replays">
          <ul className="plain">
            {event.replays.map(({ at, by, detail }) => (
              <li key={at}>
                <Timestamp at={at} isFull /> by {by}
                {detail && `: ${detail}`}
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </dl>
  )
}

function Attempts({ event: { attempts, nextAttemptAt } }: { event: WebhookDetail }) {
  return (
    <p className="quiet">
      Retried {timesText(attempts)};{' '}
      {nextAttemptAt === null ? (
        'now a dead letter. Replay it to try again.'
      ) : (
        <>
          next at <Timestamp at={nextAttemptAt} isFull />.
        </>
      )}
    </p>
  )
}

/** How the event changed its session. */
export function EventChanges({ event }: { event: WebhookDetail }) {
  return (
    <section>
      <h3>Changes</h3>
      {event.transitions.length === 0 && <p className="quiet">None.</p>}
      <ul className="plain">
        {event.transitions.map(({ version, before, after, at }) => (
          <li key={version}>
            <ClockTime at={at} /> version {version}:{' '}
            {stateChange(before, after).join(', ') || 'its details, not its state'}
          </li>
        ))}
      </ul>
    </section>
  )
}
