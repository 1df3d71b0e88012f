import './wallet.css'
import { useEffect } from 'react'
import { Link } from 'wouter'
import { ConnectionStep } from './connection-step.tsx'
import { InvitationStep } from './invitation-step.tsx'
import { ScanStep } from './scan-step.tsx'
import { useWalletPlace } from './wallet-place.ts'
import { WalletStatus } from './wallet-status.tsx'

/** The simulated wallet, which plays the student's phone where the simulator plays the platform. */
export function WalletPage() {
  const [place, go] = useWalletPlace()

  useEffect(() => {
    document.title = 'Simulated wallet'
  }, [])

  return (
    <div className="wallet">
      <div className="wallet-phone">
        <header className="wallet-head">
          <p className="wallet-name">Simulated wallet</p>
          <p>For trying things out. It holds a made-up student’s details.</p>
        </header>
        <main className="wallet-main">
          <WalletStatus place={place} />
          {place.step === 'scan' && (
            <ScanStep onOpen={(invitation) => go({ step: 'invitation', invitation, silent: false })} />
          )}
          {place.step === 'invitation' && (
            <InvitationStep
              invitation={place.invitation}
              isSilent={place.silent}
              onConnected={(walletConnectionId) => go({ step: 'connection', walletConnectionId })}
              onSilent={() => go({ ...place, silent: true })}
            />
          )}
          {place.step === 'connection' && <ConnectionStep walletConnectionId={place.walletConnectionId} />}
        </main>
        {place.step !== 'scan' && (
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
