import type { WebhookDetail } from '../../../shared/admin-webhook.ts'
import { ClockTime } from '../../timeline/clock-time.tsx'
import { stateChange } from '../../timeline/state-change.ts'

/** How the event changed its session. */
export function EventTransitions({ event }: { event: WebhookDetail }) {
  return (
    <section>
      <h3>What it changed</h3>
      {event.transitions.length === 0 && <p className="quiet">Nothing.</p>}
      <ul className="plain">
        {event.transitions.map(({ version, before, after, at }) => (
          <li key={version}>
            <ClockTime at={at} /> version {version}:{' '}
            {stateChange(before, after).join(', ') || 'what is known of it, not its state'}
          </li>
        ))}
      </ul>
    </section>
  )
}
