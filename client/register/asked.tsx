import type { RequestType } from '../../shared/session-status.ts'
import { pageSettings } from '../page-settings.ts'
import { say, useWords } from '../ui/messages.ts'
import type { PortalInvitation } from './portal.tsx'

/** What the wallet will be asked for, and why. */
export function Asked({ requestType, portal }: { requestType: RequestType; portal: PortalInvitation | null }) {
  const { credentials } = useWords()
  const asked = pageSettings().asked[requestType]
  const details = asked[portal ? (portal.isSensitive ? 'sensitive' : 'portal') : 'attributes']
  return (
    <>
      <p>{say(credentials.asksFor)}</p>
      <ul>
        {details.map(({ name, label, reason }) => (
          <li key={name}>{say(credentials.detail({ label, reason }))}</li>
        ))}
      </ul>
    </>
  )
}
