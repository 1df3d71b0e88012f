import { skipToken, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { SessionState } from '../../shared/advance.ts'
import type { TimelineEntry } from '../../shared/session-timeline.ts'
import { codeOf } from '../live/failure.ts'
import { serverNow } from '../live/server-clock.ts'
import { useLiveSession } from '../live/use-live-session.ts'
import { trpc } from '../trpc.ts'
import { watchTail } from './watch-tail.ts'

/** How often to ask where the stream that tells of news cannot be held. */
const lookEveryMs = 3_000
const lookAtLongEveryMs = 15_000
const longEntries = 1_000

/** A followed session: its view over the stream, and its story, read anew whenever there is something new in it. */
export function useFollowed(sessionId: string | null) {
  const { session, link } = useLiveSession(sessionId)
  const view = session.state === 'known' ? session.view : null
  const isKnown = view !== null
  const [isTold, setTold] = useState(false)
  const options = trpc.qa.timeline.queryOptions(
    sessionId === null || session.state === 'unknown' ? skipToken : { sessionId },
  )
  const timeline = useQuery({
    ...options,
    refetchInterval: ({ state }) => {
      if (isTold || !isKnown) return false
      return (state.data?.entries.length ?? 0) > longEntries ? lookAtLongEveryMs : lookEveryMs
    },
  })
  const { refetch } = timeline

  useEffect(() => {
    if (sessionId === null || !isKnown) return
    const look = createLook(() => refetch({ cancelRefetch: false }))
    const stop = watchTail(sessionId, { onNews: look, onLive: setTold })
    return () => {
      stop()
      setTold(false)
    }
  }, [sessionId, isKnown, refetch])

  const version = view?.version ?? null
  useEffect(() => {
    if (version !== null && version > 1 && !isTold) void refetch({ cancelRefetch: false })
  }, [version, isTold, refetch])

  return {
    session,
    link,
    view,
    timeline: timeline.data ?? null,
    entries: timeline.data?.entries ?? none,
    error: timeline.isError && codeOf(timeline.error) !== 'UNAUTHORIZED' ? timeline.error : null,
    refetch,
    arrivals: useArrivals(version, link.phase === 'live'),
  }
}

/** Looks when called; called while a look is under way, it looks once more after it, since that one may have been too early. */
function createLook(look: () => Promise<unknown>): () => void {
  let isLooking = false
  let isDue = false
  const run = async () => {
    if (isLooking) {
      isDue = true
      return
    }
    isLooking = true
    do {
      isDue = false
      await look()
    } while (isDue)
    isLooking = false
  }
  return () => void run()
}

const none: readonly TimelineEntry[] = []

/** When each version came to this page over the stream, in server time; those that were there before are not in it. */
function useArrivals(version: number | null, isLive: boolean): ReadonlyMap<number, number> {
  const [arrivals, setArrivals] = useState<ReadonlyMap<number, number>>(new Map())
  const [first, setFirst] = useState<number | null>(null)
  useEffect(() => {
    if (version === null) return
    if (first === null) setFirst(version)
    else if (isLive && version > first) {
      setArrivals((known) => (known.has(version) ? known : new Map([...known, [version, serverNow()]])))
    }
  }, [version, first, isLive])
  return arrivals
}

/** The entries up to now, and the state they lead to; the stream may be ahead of the story that was read. */
export function upToNow(entries: readonly TimelineEntry[], view: (SessionState & { version: number }) | null) {
  const known = entries.findLast((entry) => entry.version !== null)
  if (!view) return { path: entries, state: known?.after ?? null }
  const state = { status: view.status, credential: view.credential, proof: view.proof }
  const isAhead = known?.version != null && view.version > known.version
  const path = isAhead ? [...entries, { before: known.after, after: state, cause: 'webhook' }] : entries
  return { path, state }
}
