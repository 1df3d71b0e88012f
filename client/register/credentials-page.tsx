import { isEnded } from '../live/is-ended.ts'
import type { WatchedView } from '../live/use-live-session.ts'
import { say, useWords } from '../ui/messages.ts'
import { Asked } from './asked.tsx'
import { Advice, Reference, Tips } from './help.tsx'
import type { PortalInvitation } from './portal.tsx'
import { Clock, TimeLeft } from './time-left.tsx'

interface CredentialsPageProps {
  view: WatchedView
  isSlow: boolean
  /** Whether the platform is what is waited for, for longer than usual. */
  isHeldUp: boolean
  portal: PortalInvitation | null
}

/** Step 3, under what is said about how things stand: what is asked for and why, and how far each part is. */
export function CredentialsPage({ view, isSlow, isHeldUp, portal }: CredentialsPageProps) {
  const { status, proof, credential, requestType, reference, expiresAt, updatedAt } = view
  const { credentials, noCard, time } = useWords()
  const isStuck = proof === 'failed' || proof === 'declined' || credential === 'declined' || view.problem !== undefined
  return (
    <>
      {isHeldUp && <p className="quiet">{say(time.since({ clock: <Clock at={updatedAt} /> }))}</p>}
      {proof === 'failed' && <Advice heading={noCard.heading} list={[noCard.text]} />}
      {proof !== 'verified' && (
        <section className="section" aria-labelledby="asked">
          <h2 id="asked">{say(credentials.asksFor)}</h2>
          <Asked requestType={requestType} portal={portal} />
          <a className="link" href="/privacy">
            {say(credentials.howUsed)}
          </a>
        </section>
      )}
      <ul className="parts">
        <li>
          {say(credentials.share)}
          <span className={`tag tag-${proof}`}>{say(credentials.shareState[proof])}</span>
        </li>
        {requestType === 'registration' && (
          <li>
            {say(credentials.receive)}
            <span className={`tag tag-${credential}`}>{say(credentials.receiveState[credential])}</span>
          </li>
        )}
      </ul>
      {proof === 'verified' && requestType === 'registration' && <p>{say(credentials.receiveText)}</p>}
      {isStuck && <Reference reference={reference} />}
      {status === 'active' && !isStuck && <TimeLeft expiresAt={expiresAt} of="step" />}
      {isSlow && !isStuck && !isEnded(status) && <Tips />}
    </>
  )
}
