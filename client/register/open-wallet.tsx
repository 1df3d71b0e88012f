import { walletAppLinkFor } from '../../shared/wallet-link.ts'
import { pageSettings } from '../page-settings.ts'
import { say, useWords } from '../ui/messages.ts'
import { SimulatedWallet } from './simulated-wallet.tsx'
import { useDeadLink } from './use-dead-link.ts'
import { useWide } from './use-wide.ts'

/** The way into the wallet app where it is the wallet's turn: on a phone, which may have it. What else is told is read out. */
export function OpenWallet() {
  const { actions, connecting } = useWords()
  const { isDead, followed } = useDeadLink('wallet')
  if (useWide()) return <SimulatedWallet href="/wallet" className="button" />
  return (
    <>
      <a
        className="button needs-net"
        href={walletAppLinkFor(pageSettings().walletScheme, navigator.userAgent)}
        onClick={followed}
      >
        {say(actions.openWallet)}
      </a>
      <p aria-live="polite">{isDead && say(connecting.nothing)}</p>
      <SimulatedWallet href="/wallet" className="link" />
    </>
  )
}
