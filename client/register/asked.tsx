import type { RequestType } from '../../shared/session-status.ts'
import { pageSettings } from '../page-settings.ts'
import type { PortalInvitation } from './portal.tsx'

/** What the wallet will be asked for, and why. */
export function Asked({ requestType, portal }: { requestType: RequestType; portal: PortalInvitation | null }) {
  const asked = pageSettings().asked[requestType]
  const details = asked[portal ? (portal.isSensitive ? 'sensitive' : 'portal') : 'attributes']
  return (
    <>
      <p>NELFUND asks your wallet for:</p>
      <ul>
        {details.map(({ name, label, reason }) => (
          <li key={name}>{`${label}, ${reason}`}</li>
        ))}
      </ul>
    </>
  )
}
