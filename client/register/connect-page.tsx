import { useEffect } from 'react'
import type { SessionView } from '../../shared/session-view.ts'
import { isEnded } from '../live/is-ended.ts'
import { say, useWords } from '../ui/messages.ts'
import { loadCode } from './code.tsx'
import { Advice, Reference, Tips } from './help.tsx'
import { Invitation } from './invitation.tsx'
import { SameTwo } from './same-two.tsx'
import { TimeLeft } from './time-left.tsx'
import type { DeadLink } from './use-dead-link.ts'
import { useWide } from './use-wide.ts'

interface ConnectPageProps {
  view: SessionView | null
  /** The name of the portal that has sent the student. */
  portal: string | null
  isSlow: boolean
  deadLink: DeadLink
}

/** Step 2, under what is said about how things stand: an invitation, and then what the wallet makes of it. */
export function ConnectPage({ view, portal, isSlow, deadLink }: ConnectPageProps) {
  const { before, connecting } = useWords()
  if (!view) return <Start />
  if (isEnded(view.status))
    return (
      <>
        <Advice {...before} />
        <Reference reference={view.reference} />
      </>
    )
  if (view.status === 'active' || view.status === 'completed') return null
  const same = <SameTwo view={view} portal={portal} />
  if (view.status === 'invitation')
    return (
      <Invitation view={view} isSlow={isSlow} deadLink={deadLink}>
        {same}
      </Invitation>
    )
  return (
    <>
      {same}
      {isSlow ? <Tips /> : <p className="quiet">{say(connecting.usually)}</p>}
      <TimeLeft expiresAt={view.expiresAt} of="step" />
      <p className="quiet">{say(connecting.goOn)}</p>
    </>
  )
}

/** Before there is an invitation. */
export function Start() {
  const { start } = useWords()
  const isWide = useWide()
  useEffect(() => {
    if (isWide) loadCode().catch(() => {}) // asked for again where it is shown
  }, [isWide])
  return (
    <>
      <p className="lead">{say(start.lead)}</p>
      <p>{say(start.text)}</p>
    </>
  )
}
