import { Fragment } from 'react'
import type { SessionState } from '../../shared/advance.ts'
import { rejectionReason } from '../../shared/explain-event.ts'
import { type RequestType, SessionEvent } from '../../shared/session-status.ts'
import { Panel } from './qa-parts.tsx'

interface EventPanelProps {
  readonly heading: string
  readonly hint: string
  readonly state: SessionState
  readonly requestType?: RequestType
  readonly onSend: (event: SessionEvent) => void
  /** Why nothing can be sent now; null where events can. */
  readonly blocked: string | null
  /** Why this event cannot be sent though the machine would take it; null where it can. */
  readonly refuse?: (event: SessionEvent) => string | null
}

const families = Map.groupBy(SessionEvent.options, (event) => event.split('.')[0] ?? '')

/** Every event of the machine as a button: what is impossible from here is disabled and says why. */
export function EventPanel({
  heading,
  hint,
  state,
  requestType,
  onSend,
  blocked,
  refuse = () => null,
}: EventPanelProps) {
  return (
    <Panel label={heading}>
      <p className="quiet">{blocked ?? hint}</p>
      <dl className="qa-events">
        {[...families].map(([family, events]) => (
          <Fragment key={family}>
            <dt>{family}</dt>
            <dd>
              <ul>
                {events.map((event) => {
                  const why = blocked ?? rejectionReason(state, event, requestType) ?? refuse(event)
                  const reasonId = `qa-why-${event.replace('.', '-')}`
                  return (
                    <li key={event}>
                      <button
                        type="button"
                        disabled={why !== null}
                        aria-describedby={why === null ? undefined : reasonId}
                        onClick={() => onSend(event)}
                      >
                        {event}
                      </button>
                      {why !== null && blocked === null && (
                        <span id={reasonId} className="quiet">
                          {why}
                        </span>
                      )}
                    </li>
                  )
                })}
              </ul>
            </dd>
          </Fragment>
        ))}
      </dl>
    </Panel>
  )
}
