import { type ReactNode, useCallback, useEffect, useState } from 'react'
import type { SessionView } from '../../shared/session-view.ts'
import { isUnknownSession } from '../live/failure.ts'
import { isEnded } from '../live/is-ended.ts'
import { useKept } from '../live/kept-sessions.ts'
import { isOpenInAnotherTab } from '../live/share-watch.ts'
import { navigate } from './address.tsx'
import { AskContinue, AskWhose } from './ask-first.tsx'
import { Finding } from './finding.tsx'
import { enter, forget, isOwn, lastSession, tabSession } from './own-sessions.ts'
import { isFinished, type Step } from './step.ts'

/**
 * Shows `children` to who may be taken straight to the session of an address, or to none. It asks first where the session was
 * begun elsewhere, or here on an earlier visit; what is over is shown to whoever has its address. `named` is the address's session; `isNew` says that the address begins a new one; `asked` is its step.
 */
export function Whose(props: { named: string | null; isNew: boolean; asked: Step; children: ReactNode }) {
  const { named, isNew, asked, children } = props
  const [answered, setAnswered] = useState<string | null>(null)
  const earlier = isNew || named !== null || tabSession() !== null ? null : lastSession.read()
  const onAnswer = useCallback(() => setAnswered(earlier), [earlier])
  const foreign = named === null || named === answered || isOwn(named) ? null : named
  const { view, error } = useKept(foreign)

  if (earlier !== null && earlier !== answered) return <Earlier sessionId={earlier} asked={asked} onAnswer={onAnswer} />
  if (foreign === null || isUnknownSession(error) || (view && isOver(view))) return children
  if (!view && error === null) return <Finding step={asked} />
  const goOn = () => {
    enter(foreign)
    setAnswered(foreign)
  }
  return <AskWhose onNew={() => navigate('/register/intro', 'replace')} onContinue={goOn} />
}

/** Whether nothing more comes of a session, so that nobody can be led on by it. */
export function isOver(view: SessionView): boolean {
  return isFinished(view) || isEnded(view.status)
}

/** A session of an earlier visit: gone on with where another tab is in it, forgotten where it is over, else asked about. */
function Earlier({ sessionId, asked, onAnswer }: { sessionId: string; asked: Step; onAnswer: () => void }) {
  const { view, error } = useKept(sessionId)
  const [isOpenElsewhere, setOpenElsewhere] = useState<boolean | null>(null)
  const isGone = isUnknownSession(error) || (view !== null && isOver(view))

  useEffect(() => void isOpenInAnotherTab(sessionId).then(setOpenElsewhere), [sessionId])
  useEffect(() => {
    if (!isGone && !isOpenElsewhere) return
    if (isGone) forget(sessionId)
    else enter(sessionId) // a second tab of the same student
    onAnswer()
  }, [isGone, isOpenElsewhere, sessionId, onAnswer])

  if ((!view && error === null) || isOpenElsewhere !== false || isGone) return <Finding step={asked} />
  return (
    <AskContinue
      onContinue={() => {
        enter(sessionId)
        onAnswer()
      }}
      onNew={() => {
        forget(sessionId)
        onAnswer()
      }}
    />
  )
}
