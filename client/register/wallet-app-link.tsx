import { say, useWords } from '../ui/messages.ts'

/** Where the wallet comes from: the search of the shop that nearly all phones here come with. */
export function WalletAppLink() {
  const { invitation } = useWords()
  return (
    <a
      className="link"
      href="https://play.google.com/store/search?q=ConfirmD&c=apps"
      target="_blank"
      rel="noopener noreferrer"
    >
      {say(invitation.getWallet)}
    </a>
  )
}
