import type { SessionView } from '../../shared/session-view.ts'
import { toShownReference } from '../../shared/shown-reference.ts'
import { invitationIn } from '../../shared/wallet-link.ts'
import { say, useWords } from '../ui/messages.ts'

/** What the wallet shows as well, so that a code that somebody else has sent betrays itself; only what it does show. */
export function SameTwo({ view, portal }: { view: SessionView; portal: string | null }) {
  const { same } = useWords()
  const shown = shownByWallet(view.invitationUrl)
  const reference = view.reference && toShownReference(view.reference)
  const [name, code] = [portal, reference].map((text) => (text && shown.includes(text) ? text : null))
  if (!name && !code) return null
  return (
    <div className="same">
      <p>{say(name && code ? same.both : same.one)}</p>
      {name && <strong>{name}</strong>}
      {code && <strong className="code">{code}</strong>}
    </div>
  )
}

/** What a wallet shows of an invitation: who invites, and what for (RFC 0434). Nothing where its address does not hold it. */
export function shownByWallet(invitationUrl: string): string {
  try {
    const base64 = decodeURIComponent(invitationIn(invitationUrl)?.value ?? '')
      .replaceAll('-', '+')
      .replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
    const { label, goal } = JSON.parse(new TextDecoder().decode(bytes))
    return `${label} ${goal}`
  } catch {
    return ''
  }
}
