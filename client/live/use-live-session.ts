import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { SessionView } from '../../shared/session-view.ts'
import { queryClient } from '../query-client.ts'
import { client } from '../server.ts'
import { isUnknownSession } from './failure.ts'
import { useLink } from './link-notice.tsx'
import { isPolling, type LinkState } from './link-state.ts'
import { onComeback } from './on-comeback.ts'
import { shareWatch } from './share-watch.ts'

export type LiveSession =
  | { state: 'none' | 'loading' | 'unknown' }
  | { state: 'unreachable'; retry: () => void }
  | { state: 'known'; view: SessionView }

const pollMs = 5_000
const crowdedPollMs = 2_000

/** A session and how it is kept fresh. One cache entry: the query fills it, the stream and every answer renew it. */
export function useLiveSession(sessionId: string | null): { session: LiveSession; link: LinkState } {
  const [link, tell] = useLink()
  const query = useQuery({
    ...sessionQuery(sessionId),
    refetchInterval: isPolling(link) && (link.phase === 'crowded' ? crowdedPollMs : pollMs),
  })
  const isUnknown = isUnknownSession(query.error)

  useEffect(() => {
    if (sessionId === null || isUnknown) return
    const { queryKey } = sessionQuery(sessionId)
    const refetch = () => void queryClient.invalidateQueries({ queryKey })
    const stop = shareWatch(sessionId, {
      view: () => queryClient.getQueryData(queryKey) ?? null,
      onView(view) {
        const known = queryClient.getQueryData(queryKey)
        if (!known || view.version > known.version) keepView(view) // of a version that is known, answers know more
      },
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
export function keepView(view: SessionView): SessionView {
  queryClient.setQueryData(sessionQuery(view.sessionId).queryKey, view)
  return view
}

/** The one cache entry of a session, whichever way its views come. Null asks for nothing. */
export function sessionQuery(sessionId: string | null) {
  return queryOptions({
    queryKey: ['session', sessionId],
    queryFn:
      sessionId === null
        ? skipToken
        : ({ signal }): Promise<SessionView> => client.session.get.query({ sessionId }, { signal }),
    structuralSharing: newer,
  })
}

/**
 * Which of two views of one session to keep: the one with the higher version, and the old one where they are equal, unless
 * the platform has refused something since, or no longer does. An answer, a refetch and the stream can overtake each
 * other on the way here.
 */
export function newer(old: unknown, next: unknown): unknown {
  const [known, given] = [readVersion(old), readVersion(next)]
  const isSame = known.version === given.version && known.problem === given.problem
  return known.version > given.version || isSame ? old : next
}

function readVersion(view: unknown): { version: number; problem: unknown } {
  if (typeof view !== 'object' || view === null || !('version' in view)) return { version: 0, problem: undefined }
  return { version: Number(view.version), problem: 'problem' in view ? view.problem : undefined }
}
