import type { RequestType } from '../../shared/session-status.ts'
import { pageSettings } from '../page-settings.ts'
import { say, useWords } from '../ui/messages.ts'
import type { PortalInvitation } from './portal.tsx'

/** What the wallet is asked for, and why. */
export function Asked(props: { requestType: RequestType; portal: PortalInvitation | null }) {
  return (
    <ul className="asked">
      {askedFor(props.requestType, props.portal).map(({ name, label, reason }) => (
        <li key={name}>
          <strong>
            <Known english={label} />
          </strong>
          <span>
            <Known english={reason} />
          </span>
        </li>
      ))}
    </ul>
  )
}

/** What a wallet is asked for, in this order. */
export function askedFor(requestType: RequestType, portal: PortalInvitation | null) {
  const asked = pageSettings().asked[requestType]
  return asked[portal ? (portal.isSensitive ? 'sensitive' : 'portal') : 'attributes']
}

/** Words of whoever runs this, which may be in no language but English. */
export function Known({ english }: { english: string }) {
  const { credentials } = useWords()
  const own = credentials.known(english)
  return own === null ? <span lang="en">{english}</span> : say(own)
}
