import { pageSettings } from '../page-settings.ts'
import { say, useWords } from '../ui/messages.ts'

/** A link to the wallet that stands in for a real one; nothing where the server does not offer it. */
export function SimulatedWallet({ href, className }: { href: string; className: 'button' | 'link' }) {
  const { invitation } = useWords()
  if (pageSettings().mode !== 'simulator') return null
  return (
    <a className={className} href={href} target="_blank" rel="noopener">
      {say(invitation.simulated)}
    </a>
  )
}

/** The simulated wallet's URL, with the invitation already in it. */
export function simulatedWalletFor(invitationUrl: string): string {
  return `/wallet?invitation=${encodeURIComponent(invitationUrl)}`
}
