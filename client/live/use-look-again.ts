import { useEffect } from 'react'
import type { SessionView } from '../../shared/session-view.ts'
import { queryClient } from '../query-client.ts'
import { sessionQuery } from './use-live-session.ts'

const patienceMs = 4_000
const everyMs = 5_000

/**
 * Asks for a session every few seconds once it has stood still for a moment, as long as `isDue`: what the platform has
 * refused is no version of its own, so that no stream tells it.
 */
export function useLookAgain(view: SessionView | null, isDue: boolean): void {
  const { sessionId = null, version } = view ?? {}
  // biome-ignore lint/correctness/useExhaustiveDependencies: each version is given its moment
  useEffect(() => {
    if (sessionId === null || !isDue) return
    const { queryKey } = sessionQuery(sessionId)
    const look = () => {
      if (document.visibilityState === 'visible') {
        void queryClient.invalidateQueries({ queryKey }, { cancelRefetch: false })
      }
      timer = setTimeout(look, everyMs)
    }
    let timer = setTimeout(look, patienceMs)
    return () => clearTimeout(timer)
  }, [sessionId, version, isDue])
}
