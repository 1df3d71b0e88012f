import { useId, useState, useSyncExternalStore } from 'react'
import type { SessionView } from '../../shared/session-view.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { QrCode } from '../ui/qr-code.tsx'
import { Countdown, Tips } from './help.tsx'
import { WalletAppLink } from './intro-page.tsx'

const wide = '(min-width: 48rem)'
const codeLabel = 'invitation to connect your wallet with NELFUND'

/** The ways into the wallet: a phone leads with its own app, a wide screen with the code for a phone's camera. */
export function Invitation({ view, isSlow }: { view: SessionView; isSlow: boolean }) {
  const isWide = useSyncExternalStore(watchWidth, () => window.matchMedia(wide).matches)
  return (
    <>
      {isWide ? <WideWays view={view} /> : <PhoneWays view={view} />}
      <Countdown expiresAt={view.expiresAt} />
      {isSlow && <Tips />}
      <div className="quiet">
        <p>No wallet app yet?</p>
        <WalletAppLink />
      </div>
    </>
  )
}

function WideWays({ view: { invitationUrl } }: { view: SessionView }) {
  return (
    <div className="ways">
      <QrCode text={invitationUrl} label={codeLabel} />
      <div>
        <ol className="tasks">
          <li>Open the wallet app on your phone.</li>
          <li>Choose “Scan”, and point the camera at this code.</li>
          <li>Accept the connection with NELFUND in the app.</li>
        </ol>
        <CopyButton text={invitationUrl}>Copy invitation link</CopyButton>
        <div>
          <p>Is the wallet on this device?</p>
          <a className="link" href={deepLinkFor(invitationUrl)}>
            Open in wallet app
          </a>
        </div>
        <SimulatedWallet href={simulatedWalletFor(invitationUrl)} />
      </div>
    </div>
  )
}

function PhoneWays({ view: { invitationUrl } }: { view: SessionView }) {
  const [isOpen, setOpen] = useState(false)
  const panel = useId()
  return (
    <>
      <a className="button" href={deepLinkFor(invitationUrl)}>
        Open in wallet app
      </a>
      <SimulatedWallet href={simulatedWalletFor(invitationUrl)} />
      <button
        type="button"
        className="button button-quiet"
        aria-expanded={isOpen}
        aria-controls={panel}
        onClick={() => setOpen(!isOpen)}
      >
        Use another device
      </button>
      <div id={panel} hidden={!isOpen}>
        {isOpen && (
          <>
            <p>Scan this code with the wallet app on the other device.</p>
            <QrCode text={invitationUrl} label={codeLabel} />
          </>
        )}
      </div>
      <CopyButton text={invitationUrl}>Copy invitation link</CopyButton>
    </>
  )
}

/** A link to the wallet that stands in for a real one; nothing where the server does not offer it. */
export function SimulatedWallet({ href }: { href: string }) {
  if (document.querySelector('meta[name="confirmd-mode"]')?.getAttribute('content') !== 'simulator') return null
  return (
    <p>
      <a className="link" href={href} target="_blank" rel="noopener">
        Open the simulated wallet
      </a>
    </p>
  )
}

/**
 * The URL that opens an invitation in a wallet app on this device. An out-of-band invitation rides in
 * the wallets' own scheme (Aries RFC 0434); one shortened by the platform stays as it is.
 */
export function deepLinkFor(invitationUrl: string): string {
  const oob = /[?&]oob=([^&#]+)/.exec(invitationUrl)?.[1]
  return oob ? `didcomm://invite?oob=${oob}` : invitationUrl
}

/** The simulated wallet's URL, with the invitation already in it. */
export function simulatedWalletFor(invitationUrl: string): string {
  return `/wallet?invitation=${encodeURIComponent(invitationUrl)}`
}

function watchWidth(onChange: () => void): () => void {
  const list = window.matchMedia(wide)
  list.addEventListener('change', onChange)
  return () => list.removeEventListener('change', onChange)
}
