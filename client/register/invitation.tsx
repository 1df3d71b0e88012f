import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { SessionView } from '../../shared/session-view.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { say, useWords } from '../ui/messages.ts'
import { Code } from './code.tsx'
import { Tips } from './help.tsx'
import { InvitationLink } from './invitation-link.tsx'
import { SimulatedWallet, simulatedWalletFor } from './simulated-wallet.tsx'
import { TimeLeft } from './time-left.tsx'
import type { DeadLink } from './use-dead-link.ts'
import { useWide } from './use-wide.ts'
import { WalletAppLink } from './wallet-app-link.tsx'

interface InvitationProps {
  view: SessionView
  isSlow: boolean
  deadLink: DeadLink
  /** What the wallet must show as well. */
  children: ReactNode
}

/** The ways into the wallet beside the link to its app, which a phone leads with; a wide screen leads with the code. */
export function Invitation(props: InvitationProps) {
  return useWide() ? <WideWays {...props} /> : <PhoneWays {...props} />
}

function WideWays({ view, isSlow, deadLink, children }: InvitationProps) {
  const { invitation } = useWords()
  return (
    <div className="ways">
      <Code text={view.shortUrl} />
      <div>
        <ol className="tasks">
          {invitation.howTo.map((step) => (
            <li key={step}>{say(step)}</li>
          ))}
        </ol>
        {children}
        <TimeLeft expiresAt={view.expiresAt} of="invitation" />
        {isSlow && !deadLink.isDead && <Tips />}
        <InvitationLink invited={view} className="link" onFollow={deadLink.followed} />
        <OtherWays view={view} isDead={deadLink.isDead}>
          {deadLink.isDead && <p>{say(invitation.scanThis)}</p>}
        </OtherWays>
      </div>
    </div>
  )
}

function PhoneWays({ view, isSlow, deadLink: { isDead }, children }: InvitationProps) {
  const { invitation } = useWords()
  const [isOpen, setOpen] = useState(false)
  const panel = useId()
  const code = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (isOpen) code.current?.scrollIntoView({ block: 'nearest' }) // it opens below the edge of a small screen
  }, [isOpen])

  const under = (
    <>
      {children}
      <TimeLeft expiresAt={view.expiresAt} of="invitation" />
    </>
  )
  return (
    <>
      {isDead || under}
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
      {isDead && under}
      {isSlow && <Tips />}
    </>
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
      <SimulatedWallet href={simulatedWalletFor(view.invitationUrl)} className="link" />
    </section>
  )
}
