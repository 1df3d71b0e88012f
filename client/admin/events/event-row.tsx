import { Link } from 'wouter'
import type { StoredWebhook } from '../../../shared/admin-webhook.ts'
import { OutcomeBadge } from '../../timeline/outcome-badge.tsx'
import { Moment } from '../moment.tsx'
import { attemptWords } from './attempt-words.ts'
import { timesWords } from './times-words.ts'

interface EventRowProps {
  readonly event: StoredWebhook
  readonly index: number
  readonly href: string
  readonly isActive: boolean
  readonly onActive: () => void
}

/** One event in the log. Its topic is the link that opens it, and what j and k move between. */
export function EventRow({ event, index, href, isActive, onActive }: EventRowProps) {
  const attempt = attemptWords(event)
  return (
    <tr aria-rowindex={index + 2} className={isActive ? 'log-active' : undefined}>
      <td className="log-time">
        <Moment at={event.createdAt} />
      </td>
      <td className="log-topic">
        <Link href={href} data-event={event.webhookId} onFocus={onActive}>
          {event.topic}
        </Link>
      </td>
      <td className="log-outcome">
        <OutcomeBadge outcome={event.outcome} />
        {attempt && <span className="log-attempt"> {attempt}</span>}
        <Deliveries event={event} />
      </td>
      <td className="log-id">{event.webhookId}</td>
      <td className="log-id log-wide">{event.sessionId ?? event.connectionId ?? event.invitationId}</td>
      <td className="log-id log-wide">{event.organizationId}</td>
    </tr>
  )
}

function Deliveries({ event: { redeliveries } }: { event: StoredWebhook }) {
  return redeliveries > 0 && <span className="log-deliveries"> delivered {timesWords(redeliveries + 1)}</span>
}
