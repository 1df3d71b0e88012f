import { useEffect } from 'react'
import type { Wizard } from '../../shared/messages/en/wizard.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { isEnded } from '../live/is-ended.ts'
import { say, useWords } from '../ui/messages.ts'
import { MainButton } from '../ui/shell.tsx'
import { Link } from './address.tsx'
import { loadCode } from './code.tsx'
import { Countdown, Reference, Tips } from './help.tsx'
import { Invitation } from './invitation.tsx'
import { urlOf } from './session-url.ts'
import { endOf } from './step.ts'
import { useWide } from './use-wide.ts'

/** Making a new code. */
type Creating = { isCreating: boolean; onCreate: () => void }

/** Step 2: an invitation, and then what the wallet makes of it. */
export function ConnectPage(props: { view: SessionView | null; isSlow: boolean } & Creating) {
  const { view, isSlow, ...creating } = props
  const { actions, connecting } = useWords()
  if (!view) return <Start {...creating} />
  if (isEnded(view.status)) return <Ended view={view} {...creating} />
  if (view.status === 'invitation') return <Invitation view={view} isSlow={isSlow} />
  if (view.status === 'active' || view.status === 'completed') {
    return (
      <Link href={urlOf('credentials', view.sessionId)} className="button">
        {say(actions.continue)}
      </Link>
    )
  }
  return (
    <>
      <p>{say(connecting.goOn)}</p>
      <Countdown expiresAt={view.expiresAt} />
      {isSlow && <Tips />}
    </>
  )
}

function Start({ isCreating, onCreate }: Creating) {
  const { start } = useWords()
  const isWide = useWide()
  useEffect(() => {
    if (isWide) loadCode().catch(() => {}) // asked for again where it is shown
  }, [isWide])

  return (
    <>
      <p className="lead">{say(start.lead)}</p>
      <p>{say(start.text)}</p>
      <MainButton disabled={isCreating} onClick={onCreate}>
        {say(start.connect)}
      </MainButton>
    </>
  )
}

const ways = {
  expired: 'newCode',
  declined: 'newCode',
  failed: 'tryAgain',
} satisfies Record<ReturnType<typeof endOf>, keyof Wizard['actions']>

/** The way on from a session that ended unfinished. */
function Ended({ view, isCreating, onCreate }: { view: SessionView } & Creating) {
  const { actions } = useWords()
  return (
    <>
      <MainButton disabled={isCreating} onClick={onCreate}>
        {say(actions[ways[endOf(view)]])}
      </MainButton>
      <Reference reference={view.reference} />
    </>
  )
}
