import { useEffect, useState } from 'react'
import type { SessionView } from '../../shared/session-view.ts'
import { isEnded } from '../live/is-ended.ts'
import type { LiveSession } from '../live/use-live-session.ts'

export const steps = ['intro', 'connect', 'credentials', 'complete'] as const
export type Step = (typeof steps)[number]

export const stepCount = steps.length

/** The step of that name in a URL, or null. */
export function readStep(name: string): Step | null {
  return steps.find((step) => step === name) ?? null
}

/** A step's number, from 1. */
export function stepNumber(step: Step): number {
  return steps.indexOf(step) + 1
}

/** Whether the student has got what they came for. What happens to the connection later takes nothing of it away. */
export function isFinished({ outcome }: SessionView): boolean {
  return outcome === 'registered' || outcome === 'signed-in'
}

/** The step a session belongs to. A session that ended unfinished is told about where a new code can be had. */
export function stepOf(view: SessionView): Step {
  if (isFinished(view)) return 'complete'
  return view.status === 'active' || view.status === 'completed' ? 'credentials' : 'connect'
}

/** The step to show to a student who opened `step`. */
export function stepFor(step: Step, session: LiveSession): Step {
  if (session.state === 'none') return step === 'credentials' ? 'connect' : step === 'complete' ? 'intro' : step
  if (session.state !== 'known') return step
  const { view } = session
  return step === 'intro' && isEnded(view.status) && !isFinished(view) ? 'intro' : stepOf(view)
}

/** Why a session ended unfinished. */
export function endOf({ outcome }: SessionView): 'expired' | 'declined' | 'failed' {
  return outcome === 'failed' || outcome === 'expired' ? outcome : 'declined'
}

/** Long enough to read that the step is done; a student who does not want to wait can continue at once. */
const readingMs = 2_000

/** The step to show to a student who opened `asked`. One that is done with before their eyes stays a moment. */
export function useStep(asked: Step, session: LiveSession): Step {
  const step = stepFor(asked, session)
  const current = session.state === 'known' ? stepOf(session.view) : null
  const [seen, setSeen] = useState(current)

  useEffect(() => {
    const isWatched = seen !== null && current !== null
    const timer = setTimeout(() => setSeen(current), isWatched ? readingMs : 0)
    return () => clearTimeout(timer)
  }, [current, seen])

  return seen === asked && current !== null ? asked : step
}
