import { useState } from 'react'
import type { SessionState } from '../../shared/advance.ts'
import { rejectionReason } from '../../shared/explain-event.ts'
import type { RequestType, SessionEvent } from '../../shared/session-status.ts'
import type { SendKeys } from './send-keys.ts'

interface SendPanelProps {
  readonly heading: string
  readonly hint: string
  readonly state: SessionState
  readonly requestType?: RequestType
  readonly send: SendKeys
  readonly onSend: (event: SessionEvent) => void
  /** Why nothing can be sent now; null where events can. */
  readonly blocked: string | null
  /** Why this event cannot be sent though the machine would take it; null where it can. */
  readonly refuse?: (event: SessionEvent) => string | null
  /** What became of the last one. */
  readonly message?: string
}

/** Every event of the machine: what is possible from here as a button with its key, the rest folded, with the reason. */
export function SendPanel(props: SendPanelProps) {
  const { heading, hint, state, requestType, send, onSend, blocked, refuse = () => null, message = '' } = props
  const { byLane, keys, impossible, possible } = send
  const count = impossible.length
  const [isOpen, setOpen] = useState(false)
  return (
    <section className="qa-section qa-send" aria-label={heading}>
      <h2>
        {heading} <small>· {blocked ?? hint}</small>
      </h2>
      {possible.size === 0 && blocked === null && <p className="qa-soft">Nothing can be sent any more.</p>}
      <dl className="qa-sends-list">
        {byLane.map(({ region, events }) => (
          <div key={region}>
            <dt>{region}</dt>
            <dd>
              {events.map((event) => (
                <button
                  key={event}
                  type="button"
                  className="qa-send-button"
                  aria-label={event}
                  data-key={keys.get(event)}
                  disabled={blocked !== null}
                  aria-keyshortcuts={keys.get(event)}
                  data-event={event}
                  title={event}
                  onClick={() => onSend(event)}
                >
                  {event.slice(event.indexOf('.') + 1)}
                </button>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="qa-sent" role="status">
        {message}
      </p>
      {count > 0 && (
        <details className="qa-fold" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary>{`${count} not possible now, and why`}</summary>
          {isOpen && (
            <ul>
              {impossible.map((event) => (
                <li key={event}>
                  <code>{event}</code> {rejectionReason(state, event, requestType) ?? refuse(event)}
                </li>
              ))}
            </ul>
          )}
        </details>
      )}
    </section>
  )
}
