import type { ReactNode } from 'react'
import type { CredentialStatus, ProofStatus } from '../../shared/session-status.ts'
import { isEnded } from '../live/is-ended.ts'
import type { WatchedView } from '../live/use-live-session.ts'
import { Asked } from './asked.tsx'
import { Countdown, Reference, Tips } from './help.tsx'
import { SimulatedWallet } from './invitation.tsx'
import type { PortalInvitation } from './portal.tsx'

const shareState = {
  idle: 'Next',
  request: 'Waiting for you',
  presentation: 'Being checked',
  verified: 'Verified',
  failed: 'Not accepted',
  declined: 'Declined',
} satisfies Record<ProofStatus, string>

const receiveState = {
  idle: 'Later',
  offer: 'Waiting for you',
  request: 'On its way',
  issued: 'Received',
  declined: 'Declined',
} satisfies Record<CredentialStatus, string>

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
  const isStuck = proof === 'failed' || proof === 'declined' || credential === 'declined' || view.problem !== undefined
  return (
    <>
      {children}
      {!isStuck && <SimulatedWallet href="/wallet" />}
      <section className="part" aria-labelledby="share">
        <h2 id="share">Share your details</h2>
        <p className="part-state">{shareState[proof]}</p>
        <Asked requestType={requestType} portal={portal} />
      </section>
      {requestType === 'registration' && (
        <section className="part" aria-labelledby="receive">
          <h2 id="receive">Receive your registration credential</h2>
          <p className="part-state">{receiveState[credential]}</p>
          <p>It holds your registration number, and you can show it when you apply for a loan.</p>
        </section>
      )}
      {status === 'active' && !isStuck && <Countdown expiresAt={expiresAt} />}
      {isSlow && !isStuck && !isEnded(status) && <Tips />}
      {isStuck && <Reference reference={reference} />}
    </>
  )
}
