import { skipToken, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { client } from '../server.ts'
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
  const { data: problem } = useQuery({
    queryKey: ['problem', asked],
    queryFn:
      view && asked !== null && patient === asked
        ? ({ signal }) => client.session.problem.query({ sessionId: view.sessionId }, { signal })
        : skipToken,
    refetchInterval: everyMs,
  })
  return view && problem ? { state: 'known', view: { ...view, problem } } : session
}
