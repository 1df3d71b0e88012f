import { useQuery } from '@tanstack/react-query'
import { useEffect, useReducer } from 'react'
import type { SessionView } from '../../shared/session-view.ts'
import { queryClient } from '../query-client.ts'
import { isUnknownSession } from './failure.ts'
import { initialLink, isPolling, type LinkState, linkState } from './link-state.ts'
import { onComeback } from './on-comeback.ts'
import { sessionQuery } from './session-query.ts'
import { shareWatch } from './share-watch.ts'

export type LiveSession =
  | { state: 'none' | 'loading' | 'unknown' }
  | { state: 'unreachable'; retry: () => void }
  | { state: 'known'; view: SessionView }

const pollMs = 5_000
const crowdedPollMs = 2_000

/** A session and how it is kept fresh. One cache entry: the query fills it, the stream and every answer renew it. */
export function useLiveSession(sessionId: string | null): { session: LiveSession; link: LinkState } {
  const [link, tell] = useReducer(linkState, initialLink)
  const query = useQuery({
    ...sessionQuery(sessionId),
    refetchInterval: isPolling(link) && (link.phase === 'crowded' ? crowdedPollMs : pollMs),
  })
  const isUnknown = isUnknownSession(query.error)

  useEffect(() => {
    if (sessionId === null || isUnknown) return
    const watching = shareWatch(sessionId, {
      view: () => cachedView(sessionId),
      onView: keepView,
      onStream(event) {
        tell(event.type === 'connecting' ? { ...event, at: performance.now() } : event)
        if (event.type === 'ended') refetch(sessionId)
      },
    })
    const forget = onComeback({
      offline: () => tell({ type: 'offline' }),
      online: () => tell({ type: 'online', at: performance.now() }),
      resync: () => {
        watching.restart()
        refetch(sessionId)
      },
    })
    return () => {
      forget()
      watching.stop()
    }
  }, [sessionId, isUnknown])

  // Without a stream, only the answers tell that the server cannot be reached.
  const isUnheard = link.phase === 'crowded' && query.isRefetchError
  return { session: toSession(), link: isUnheard ? { ...link, since: 0 } : link }

  function toSession(): LiveSession {
    if (sessionId === null) return { state: 'none' }
    if (isUnknown) return { state: 'unknown' }
    if (query.data) return { state: 'known', view: query.data }
    if (query.isError) return { state: 'unreachable', retry: () => void query.refetch() }
    return { state: 'loading' }
  }
}

/** Puts a view that came by any way into the cache; an older one than the one there changes nothing. */
export function keepView(view: SessionView): void {
  queryClient.setQueryData(sessionQuery(view.sessionId).queryKey, view)
}

function cachedView(sessionId: string): SessionView | null {
  return queryClient.getQueryData(sessionQuery(sessionId).queryKey) ?? null
}

function refetch(sessionId: string): void {
  void queryClient.invalidateQueries({ queryKey: sessionQuery(sessionId).queryKey })
}
