import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Payload } from '../../payload/payload-view.tsx'
import { trpc, type WebhookDetail } from '../../trpc.ts'
import { SmallButton } from '../console-parts.tsx'

/** The body, what is personal in it hidden until it is asked for; that somebody did is recorded. */
export function EventPayload({ event }: { event: WebhookDetail }) {
  const [isShown, setShown] = useState(false)
  const { webhookId } = event
  const { data } = useQuery(
    trpc.admin.webhook.queryOptions({ webhookId }, { enabled: isShown, refetchOnWindowFocus: false }),
  )
  const hasHidden = event.payload?.includes('••••••••') ?? false
  return (
    <div className="pane-section pane-payload">
      {hasHidden && !data && (
        <p className="hidden-note">
          Personal values are hidden.{' '}
          <SmallButton disabled={isShown} onClick={() => setShown(true)}>
            Show, and record it
          </SmallButton>
        </p>
      )}
      <Payload payload={data?.payload ?? event.payload} notes={notesOn(event)} />
    </div>
  )
}

/** What this server read in each line that it used, by the line's name and value. */
function notesOn(event: WebhookDetail) {
  const { connectionId, invitationId, recordId, matchedBy, organizationId, label } = event
  const isKey = (by: string) => (matchedBy === by ? ', matched by this' : '')
  return (name: string, value: string): string | null => {
    if (name === 'state') return 'the new state'
    if (name === 'topic' || name === 'type') return 'what it is about'
    if (name === 'isVerified') return 'whether it is verified'
    if (name === 'timestamp') return 'when, by the sender’s clock'
    if (value === '••••••••') return 'hidden'
    if (value === invitationId) return `the invitation${isKey('invitation')}`
    if (value === connectionId) return `the connection${isKey('connection')}`
    if (value === recordId) return 'the record'
    if (value === organizationId) return 'whose it is'
    if (value !== '' && value === label) return 'the label'
    return null
  }
}
