import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { WebhookDetail } from '../../../shared/admin-webhook.ts'
import { OutcomeBadge } from '../../timeline/outcome-badge.tsx'
import { outcomeWords } from '../../timeline/outcome-words.ts'
import { sessionsAddress, visualiserAddress } from '../console-address.ts'
import { Moment } from '../moment.tsx'
import { isDeadLetter } from './attempt-words.ts'
import { timesWords } from './times-words.ts'

const matchWords = { connection: 'found by its connection', invitation: 'found by its invitation' } as const

/** What is known of an event, beside its payload. */
export function EventFacts({ event }: { event: WebhookDetail }) {
  return (
    <dl className="facts">
      <Fact name="Outcome">
        <OutcomeBadge outcome={event.outcome} /> {event.error ?? outcomeWords[event.outcome]}
        {event.outcome === 'failed' && <Attempts event={event} />}
      </Fact>
      <Fact name="Session">
        {event.sessionId === null ? (
          'none'
        ) : (
          <>
            <Link href={sessionsAddress({ session: event.sessionId })} className="code">
              {event.sessionId}
            </Link>
            {event.matchedBy && `, ${matchWords[event.matchedBy]}`}{' '}
            <Link href={visualiserAddress(event.sessionId)}>Show in the visualiser</Link>
          </>
        )}
      </Fact>
      <Fact name="Received">
        <Moment at={event.createdAt} isFull />
      </Fact>
      <Fact name="Processed">{event.processedAt === null ? 'not yet' : <Moment at={event.processedAt} isFull />}</Fact>
      <Fact name="Delivered">
        {timesWords(event.redeliveries + 1)}
        {event.redeliveredAt && (
          <>
            , last at <Moment at={event.redeliveredAt} isFull />: a repeated delivery is answered 200 and changes
            nothing
          </>
        )}
      </Fact>
      <Fact name="Dialect">{event.dialect}</Fact>
      <Id name="Webhook" id={event.webhookId} />
      <Id name="Connection" id={event.connectionId} />
      <Id name="Invitation" id={event.invitationId} />
      <Id name="Organization" id={event.organizationId} />
      <Id name="Agent" id={event.agentId} />
      {event.replays.length > 0 && (
        <Fact name="Replays">
          <ul className="plain">
            {event.replays.map(({ at, by, detail }) => (
              <li key={at}>
                <Moment at={at} isFull /> by {by}
                {detail && `: ${detail}`}
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </dl>
  )
}

function Attempts({ event }: { event: WebhookDetail }) {
  return (
    <p className="quiet">
      Tried again {timesWords(event.attempts)};{' '}
      {isDeadLetter(event) || event.nextAttemptAt === null ? (
        'a dead letter: only a replay tries it again.'
      ) : (
        <>
          next at <Moment at={event.nextAttemptAt} isFull />.
        </>
      )}
    </p>
  )
}

function Id({ name, id }: { name: string; id: string | null }) {
  return <Fact name={name}>{id === null ? 'none' : <span className="code">{id}</span>}</Fact>
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
