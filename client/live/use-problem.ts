import { useEffect, useState } from 'react'
import { sessionCalls } from './session-calls.ts'
import { useAnswer } from './use-answer.ts'
import type { LiveSession } from './use-live-session.ts'

const patienceMs = 4_000
const everyMs = 5_000

/**
 * The session with what the platform has refused to do for it. That is no part of a view, and no stream tells it: it is
 * asked for every few seconds once the session has stood still for a moment, as long as `isDue`.
 */
export function useProblem(session: LiveSession, isDue: boolean): LiveSession {
  const view = session.state === 'known' ? session.view : null
  const asked = view && isDue ? `${view.sessionId} ${view.version}` : null
  const [patient, setPatient] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setPatient(asked), patienceMs)
    return () => clearTimeout(timer)
  }, [asked])
  const problem = useAnswer(patient === asked ? asked : null, askFor, everyMs)
  return view && problem ? { state: 'known', view: { ...view, problem } } : session
}

function askFor(key: string, signal: AbortSignal) {
  const [sessionId = ''] = key.split(' ')
  return sessionCalls.problem({ sessionId }, signal)
}
