import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { SessionView } from '../../shared/session-view.ts'
import { walletLinkFor } from '../../shared/wallet-link.ts'
import { pageSettings } from '../page-settings.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { say, useWords } from '../ui/messages.ts'
import { Code } from './code.tsx'
import { Countdown, Tips } from './help.tsx'
import { useDeadLink } from './use-dead-link.ts'
import { useWide } from './use-wide.ts'
import { WalletAppLink } from './wallet-app-link.tsx'

/** The ways into the wallet: a phone leads with its own app, a wide screen with the code for a phone's camera. */
export function Invitation({ view, isSlow }: { view: SessionView; isSlow: boolean }) {
  const isWide = useWide()
  return (
    <>
      {isWide ? <WideWays view={view} /> : <PhoneWays view={view} />}
      <Countdown expiresAt={view.expiresAt} />
      {isSlow && <Tips />}
    </>
  )
}

function WideWays({ view }: { view: SessionView }) {
  const { invitation } = useWords()
  const { isDead, followed } = useDeadLink()
  return (
    <div className="ways">
      <Code text={view.shortUrl} />
      <div>
        <ol className="tasks">
          {invitation.howTo.map((step) => (
            <li key={step}>{say(step)}</li>
          ))}
        </ol>
        <div>
          <p>{say(invitation.isHere)}</p>
          <WalletLink view={view} className="link" onFollow={followed} />
        </div>
        <OtherWays view={view} isDead={isDead}>
          {isDead && <p>{say(invitation.scanThis)}</p>}
        </OtherWays>
        <SimulatedWallet href={simulatedWalletFor(view.invitationUrl)} />
      </div>
    </div>
  )
}

function PhoneWays({ view }: { view: SessionView }) {
  const { invitation } = useWords()
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
          {say(invitation.showCode)}
        </button>
        {(isDead || isOpen) && <p>{say(invitation.scanIt)}</p>}
      </OtherWays>
      <div id={panel} ref={code} hidden={!isOpen}>
        {isOpen && <Code text={view.shortUrl} />}
      </div>
      <SimulatedWallet href={simulatedWalletFor(view.invitationUrl)} />
    </>
  )
}

function WalletLink(props: { view: SessionView; className: string; onFollow: () => void }) {
  const { view, className, onFollow } = props
  const { invitation } = useWords()
  return (
    <a
      className={className}
      href={walletLinkFor(view, pageSettings().walletScheme, navigator.userAgent)}
      onClick={onFollow}
    >
      {say(invitation.open)}
    </a>
  )
}

/**
 * What else leads into the wallet. Once the link to the app is found dead, the same things say how they help, in the order
 * to try them in; nothing that the student may be at is taken away.
 */
function OtherWays(props: { view: SessionView; isDead: boolean; children: ReactNode }) {
  const { view, isDead, children } = props
  const { invitation, copying } = useWords()
  return (
    <section className={isDead ? 'other-ways rescue' : 'other-ways'}>
      <div aria-live="polite">
        {isDead && (
          <>
            <h2>{say(invitation.nothing)}</h2>
            <p>{say(invitation.nothingText)}</p>
          </>
        )}
      </div>
      <ol>
        <li>
          <WalletAppLink />
          {isDead && <p>{say(invitation.thenBack)}</p>}
        </li>
        <li>
          <CopyButton text={view.shortUrl} className="link" words={copying}>
            {invitation.copy}
          </CopyButton>
          {isDead && <p>{say(invitation.thenPaste)}</p>}
        </li>
        {children && <li>{children}</li>}
      </ol>
    </section>
  )
}

/** A link to the wallet that stands in for a real one; nothing where the server does not offer it. */
export function SimulatedWallet({ href }: { href: string }) {
  const { invitation } = useWords()
  if (pageSettings().mode !== 'simulator') return null
  return (
    <p>
      <a className="link" href={href} target="_blank" rel="noopener">
        {say(invitation.simulated)}
      </a>
    </p>
  )
}

/** The simulated wallet's URL, with the invitation already in it. */
export function simulatedWalletFor(invitationUrl: string): string {
  return `/wallet?invitation=${encodeURIComponent(invitationUrl)}`
}
