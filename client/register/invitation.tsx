import { useCallback, useId, useState, useSyncExternalStore } from 'react'
import type { SessionView } from '../../shared/session-view.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { QrCode } from '../ui/qr-code.tsx'
import { Countdown } from './countdown.tsx'
import { Tips } from './help.tsx'
import { WalletAppLink } from './intro-page.tsx'

const wide = '(min-width: 48rem)'

/** The ways into the wallet: a phone leads with its own app, a wide screen with the code for a phone's camera. */
export function Invitation({ view, isSlow }: { view: SessionView; isSlow: boolean }) {
  const isWide = useMediaQuery(wide)
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

function WideWays({ view }: { view: SessionView }) {
  const { invitationUrl } = view
  return (
    <div className="ways">
      <Code invitationUrl={invitationUrl} />
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
        <SimulatedWallet invitationUrl={invitationUrl} />
      </div>
    </div>
  )
}

function PhoneWays({ view }: { view: SessionView }) {
  const { invitationUrl } = view
  const [isOpen, setOpen] = useState(false)
  const panel = useId()
  return (
    <>
      <a className="button" href={deepLinkFor(invitationUrl)}>
        Open in wallet app
      </a>
      <SimulatedWallet invitationUrl={invitationUrl} />
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
            <Code invitationUrl={invitationUrl} />
          </>
        )}
      </div>
      <CopyButton text={invitationUrl}>Copy invitation link</CopyButton>
    </>
  )
}

function Code({ invitationUrl }: { invitationUrl: string }) {
  return <QrCode text={invitationUrl} label="invitation to connect your wallet with NELFUND" />
}

function SimulatedWallet({ invitationUrl }: { invitationUrl: string }) {
  if (!isSimulator()) return null
  return (
    <p>
      <a className="link" href={simulatedWalletFor(invitationUrl)} target="_blank" rel="noopener">
        Open the simulated wallet
      </a>
    </p>
  )
}

/**
 * The address that opens an invitation in a wallet app on this device. An out-of-band invitation rides in
 * the wallets' own scheme (Aries RFC 0434); one shortened by the platform stays as it is.
 */
export function deepLinkFor(invitationUrl: string): string {
  const oob = /[?&]oob=([^&#]+)/.exec(invitationUrl)?.[1]
  return oob ? `didcomm://invite?oob=${oob}` : invitationUrl
}

/** The simulated wallet's address, with the invitation already in it. */
export function simulatedWalletFor(invitationUrl: string): string {
  return `/wallet?invitation=${encodeURIComponent(invitationUrl)}`
}

/** Whether the server that sent this page stands in for the platform itself, and offers a simulated wallet. */
export function isSimulator(): boolean {
  return document.querySelector('meta[name="confirmd-mode"]')?.getAttribute('content') === 'simulator'
}

/** Whether the CSS media `query` matches, kept up to date. */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', onChange)
      return () => list.removeEventListener('change', onChange)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}
