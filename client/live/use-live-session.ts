import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { CommandKind } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { queryClient } from '../query-client.ts'
import { isUnknownSession } from './failure.ts'
import { useLink } from './link-notice.tsx'
import { type LinkState, pollMs } from './link-state.ts'
import { onComeback } from './on-comeback.ts'
import { keepView, sessionQuery } from './session-query.ts'
import { shareWatch } from './share-watch.ts'

/** A session's view, and what the platform has refused to do for it, where that was found out. */
export type WatchedView = SessionView & { readonly problem?: CommandKind }

export type LiveSession =
  | { state: 'none' | 'loading' | 'unknown' }
  | { state: 'unreachable'; error?: unknown; retry: () => void }
  | { state: 'known'; view: WatchedView }

/** A session and how it is kept fresh. One cache entry: the query fills it, the stream and every answer renew it. */
export function useLiveSession(sessionId: string | null): { session: LiveSession; link: LinkState } {
  const [link, tell] = useLink()
  const query = useQuery({
    ...sessionQuery(sessionId),
    refetchInterval: ({ state }) => state.data !== undefined && pollMs(link), // what was never there is for the student to ask for
  })
  const isUnknown = isUnknownSession(query.error)

  useEffect(() => {
    if (sessionId === null || isUnknown) return
    const { queryKey } = sessionQuery(sessionId)
    const refetch = () => void queryClient.invalidateQueries({ queryKey })
    const stop = shareWatch(sessionId, {
      view: () => queryClient.getQueryData(queryKey) ?? null,
      onView: keepView,
      onStream(event) {
        tell(event)
        if (event.type === 'ended') refetch()
      },
    })
    const forget = onComeback(refetch)
    return () => {
      forget()
      stop()
    }
  }, [sessionId, isUnknown, tell])

  // Without a stream, only the answers tell that the server cannot be reached.
  const isUnheard = link.phase === 'asking' && query.isRefetchError
  return { session: toSession(), link: isUnheard ? { ...link, since: 0 } : link }

  function toSession(): LiveSession {
    if (sessionId === null) return { state: 'none' }
    if (isUnknown) return { state: 'unknown' }
    if (query.data) return { state: 'known', view: query.data }
    if (query.isError) return { state: 'unreachable', error: query.error, retry: () => void query.refetch() }
    return { state: 'loading' }
  }
}
