import type { ReactNode } from 'react'
import { isEnded } from '../live/is-ended.ts'
import type { WatchedView } from '../live/use-live-session.ts'
import { say, useWords } from '../ui/messages.ts'
import { Asked } from './asked.tsx'
import { Countdown, Reference, Tips } from './help.tsx'
import { SimulatedWallet } from './invitation.tsx'
import type { PortalInvitation } from './portal.tsx'

interface CredentialsPageProps {
  view: WatchedView
  isSlow: boolean
  portal: PortalInvitation | null
  /** The way on, right under what is said about how things stand; nothing while there is nothing to do here. */
  children: ReactNode
}

/** Step 3: what is asked for and why, then what the student gets, each with how far it is. */
export function CredentialsPage({ view, isSlow, portal, children }: CredentialsPageProps) {
  const { status, proof, credential, requestType, reference, expiresAt } = view
  const { credentials } = useWords()
  const isStuck = proof === 'failed' || proof === 'declined' || credential === 'declined' || view.problem !== undefined
  return (
    <>
      {children}
      {!isStuck && <SimulatedWallet href="/wallet" />}
      <section className="part" aria-labelledby="share">
        <h2 id="share">{say(credentials.share)}</h2>
        <p className="part-state">{say(credentials.shareState[proof])}</p>
        <Asked requestType={requestType} portal={portal} />
      </section>
      {requestType === 'registration' && (
        <section className="part" aria-labelledby="receive">
          <h2 id="receive">{say(credentials.receive)}</h2>
          <p className="part-state">{say(credentials.receiveState[credential])}</p>
          <p>{say(credentials.receiveText)}</p>
        </section>
      )}
      {status === 'active' && !isStuck && <Countdown expiresAt={expiresAt} />}
      {isSlow && !isStuck && !isEnded(status) && <Tips />}
      {isStuck && <Reference reference={reference} />}
    </>
  )
}
