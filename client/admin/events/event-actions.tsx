import type { WebhookDetail } from '../../../shared/admin-webhook.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { logAddress } from '../console-address.ts'
import { asCurl } from './as-curl.ts'
import type { ReplayState } from './use-replay.ts'

/** What can be done with an event. */
export function EventActions({ event, replay }: { event: WebhookDetail; replay: ReplayState }) {
  const { origin } = window.location
  return (
    <div className="actions">
      <button
        type="button"
        className="small-button small-button-main"
        disabled={replay.isRunning || event.payload === null}
        onClick={() => replay.run(event.webhookId)}
      >
        Replay
      </button>
      {event.payload !== null && (
        <CopyButton className="small-button" text={asCurl(origin, event.payload)}>
          Copy as curl
        </CopyButton>
      )}
      <CopyButton className="small-button" text={`${origin}${logAddress({}, event.webhookId)}`}>
        Copy link
      </CopyButton>
    </div>
  )
}
