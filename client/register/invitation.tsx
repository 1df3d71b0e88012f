import { type ReactNode, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react'
import type { SessionView } from '../../shared/session-view.ts'
import { walletLinkFor } from '../../shared/wallet-link.ts'
import { pageSettings } from '../page-settings.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { QrCode } from '../ui/qr-code.tsx'
import { Countdown, Tips } from './help.tsx'
import { WalletAppLink } from './intro-page.tsx'
import { useDeadLink } from './use-dead-link.ts'

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
    </>
  )
}

function WideWays({ view }: { view: SessionView }) {
  const { isDead, followed } = useDeadLink()
  return (
    <div className="ways">
      <QrCode text={view.shortUrl} label={codeLabel} />
      <div>
        <ol className="tasks">
          <li>Open the wallet app on your phone.</li>
          <li>Choose “Scan”, and point the camera at this code.</li>
          <li>Accept the connection with NELFUND in the app.</li>
        </ol>
        <div>
          <p>Is the wallet on this device?</p>
          <WalletLink view={view} className="link" onFollow={followed} />
        </div>
        <OtherWays view={view} isDead={isDead}>
          {isDead && <p>Scan the code on this page with the phone that has the wallet app.</p>}
        </OtherWays>
        <SimulatedWallet href={simulatedWalletFor(view.invitationUrl)} />
      </div>
    </div>
  )
}

function PhoneWays({ view }: { view: SessionView }) {
  const { isDead, followed } = useDeadLink()
  const [isOpen, setOpen] = useState(false)
  const panel = useId()
  const code = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (isOpen) code.current?.scrollIntoView({ block: 'nearest' }) // it opens below the edge of a small screen
  }, [isOpen])

  return (
    <>
      <WalletLink view={view} className="button" onFollow={followed} />
      <OtherWays view={view} isDead={isDead}>
        <button
          type="button"
          className="link"
          aria-expanded={isOpen}
          aria-controls={panel}
          onClick={() => setOpen(!isOpen)}
        >
          Use another device: show a code
        </button>
        {(isDead || isOpen) && <p>Scan it with the phone that has the wallet app.</p>}
      </OtherWays>
      <div id={panel} ref={code} hidden={!isOpen}>
        {isOpen && <QrCode text={view.shortUrl} label={codeLabel} />}
      </div>
      <SimulatedWallet href={simulatedWalletFor(view.invitationUrl)} />
    </>
  )
}

function WalletLink(props: { view: SessionView; className: string; onFollow: () => void }) {
  const { view, className, onFollow } = props
  return (
    <a
      className={className}
      href={walletLinkFor(view, pageSettings().walletScheme, navigator.userAgent)}
      onClick={onFollow}
    >
      Open in wallet app
    </a>
  )
}

/**
 * What else leads into the wallet. Once the link to the app is found dead, the same things say how they help, in the order
 * to try them in; nothing that the student may be at is taken away.
 */
function OtherWays(props: { view: SessionView; isDead: boolean; children: ReactNode }) {
  const { view, isDead, children } = props
  return (
    <section className={isDead ? 'other-ways rescue' : 'other-ways'}>
      <div aria-live="polite">
        {isDead && (
          <>
            <h2>Nothing happened?</h2>
            <p>The wallet app may not be on this device, or this browser cannot open it. Try in this order:</p>
          </>
        )}
      </div>
      <ol>
        <li>
          <WalletAppLink />
          {isDead && <p>Then come back here: your place is kept.</p>}
        </li>
        <li>
          <CopyButton text={view.shortUrl} className="link">
            Copy invitation link
          </CopyButton>
          {isDead && <p>Open the wallet app, choose “Scan”, then “Paste”.</p>}
        </li>
        {children && <li>{children}</li>}
      </ol>
    </section>
  )
}

/** A link to the wallet that stands in for a real one; nothing where the server does not offer it. */
export function SimulatedWallet({ href }: { href: string }) {
  if (pageSettings().mode !== 'simulator') return null
  return (
    <p>
      <a className="link" href={href} target="_blank" rel="noopener">
        Open the simulated wallet
      </a>
    </p>
  )
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
