import { useMemo, useState } from 'react'
import { allExpanded, JsonView } from 'react-json-view-lite'
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

/** The body as it came, laid out or raw. It is personal data, and gone once it has been purged. */
export function Payload({ payload }: { payload: string | null }) {
  const [isRaw, setRaw] = useState(false)
  const parsed = useMemo(() => parse(payload), [payload])
  return (
    <section className="payload">
      <div className="panel-head">
        <h3>Payload</h3>
        {parsed && (
          <button type="button" className="link" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
            Raw
          </button>
        )}
      </div>
      {payload === null && <p className="quiet">Purged: payloads are kept for a limited time.</p>}
      {parsed && !isRaw && (
        <JsonView data={parsed} style={jsonStyle} shouldExpandNode={allExpanded} aria-label="Payload" />
      )}
      {payload !== null && (isRaw || !parsed) && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre tabIndex={0}>{payload}</pre>
      )}
    </section>
  )
}

function parse(payload: string | null): object | null {
  try {
    const parsed: unknown = JSON.parse(payload ?? '')
    return typeof parsed === 'object' ? parsed : null
  } catch {
    return null
  }
}

/** The console's own names for the parts of laid out JSON; `admin.css` gives them their look. */
const jsonStyle = {
  container: 'json',
  basicChildStyle: 'json-child',
  childFieldsContainer: 'json-children',
  label: 'json-label',
  clickableLabel: 'json-label json-clickable',
  nullValue: 'json-null',
  undefinedValue: 'json-null',
  stringValue: 'json-string',
  booleanValue: 'json-number',
  numberValue: 'json-number',
  otherValue: 'json-null',
  punctuation: 'json-punctuation',
  expandIcon: 'json-icon json-expand',
  collapseIcon: 'json-icon json-collapse',
  collapsedContent: 'json-collapsed',
  noQuotesForStringValues: false,
  quotesForFieldNames: true,
  stringifyStringValues: true,
  ariaLables: { collapseJson: 'Collapse', expandJson: 'Expand' },
}
