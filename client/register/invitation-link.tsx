import { type Invited, walletLinkFor } from '../../shared/wallet-link.ts'
import { pageSettings } from '../page-settings.ts'
import { say, useWords } from '../ui/messages.ts'

interface InvitationLinkProps {
  invited: Invited
  className: string
  onFollow: () => void
}

/** Opens the invitation in a wallet app on this device, if there is one. */
export function InvitationLink({ invited, className, onFollow }: InvitationLinkProps) {
  const { invitation } = useWords()
  return (
    <a
      className={className}
      href={walletLinkFor(invited, pageSettings().walletScheme, navigator.userAgent)}
      onClick={onFollow}
    >
      {say(invitation.open)}
    </a>
  )
}
