import { usePageTitle } from '../ui/shell.tsx'
import './wallet.css'
import { Link } from 'wouter'
import { ConnectionStep } from './connection-step.tsx'
import { InvitationStep, ScanStep } from './invitation-step.tsx'
import { useWalletRoute } from './wallet-route.ts'
import { WalletStatus } from './wallet-status.tsx'

/** The simulated wallet, which plays the student's phone where the simulator plays the platform. */
export function WalletPage() {
  const [route, go] = useWalletRoute()

  usePageTitle('Simulated wallet')

  return (
    <div className="wallet">
      <div className="wallet-phone">
        <header className="wallet-head">
          <p className="wallet-name">Simulated wallet</p>
          <p>For trying things out. It holds a made-up student’s details.</p>
        </header>
        <main className="wallet-main">
          <WalletStatus route={route} />
          {route.step === 'scan' && (
            <ScanStep onOpen={(invitation) => go({ step: 'invitation', invitation, silent: false })} />
          )}
          {route.step === 'invitation' && (
            <InvitationStep
              invitation={route.invitation}
              isSilent={route.silent}
              onConnected={(walletConnectionId) => go({ step: 'connection', walletConnectionId })}
              onSilent={() => go({ ...route, silent: true })}
            />
          )}
          {route.step === 'connection' && <ConnectionStep walletConnectionId={route.walletConnectionId} />}
        </main>
        {route.step !== 'scan' && (
          <footer className="wallet-foot">
            <Link className="wallet-link" href="/wallet">
              Scan another invitation
            </Link>
          </footer>
        )}
      </div>
    </div>
  )
}
