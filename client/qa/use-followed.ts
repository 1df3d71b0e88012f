import { skipToken, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { SessionState } from '../../shared/advance.ts'
import type { TimelineEntry } from '../../shared/session-timeline.ts'
import { codeOf } from '../live/failure.ts'
import { isEnded } from '../live/is-ended.ts'
import { serverNow } from '../live/server-clock.ts'
import { useLiveSession } from '../live/use-live-session.ts'
import { trpc } from '../trpc.ts'

/** Webhooks that change nothing are told by no stream. */
const lookEveryMs = 3_000
const lookAtLongEveryMs = 15_000
const longEntries = 1_000

/** A followed session: its view over the stream, its story by asking again whenever the view has moved. */
export function useFollowed(sessionId: string | null) {
  const { session, link } = useLiveSession(sessionId)
  const view = session.state === 'known' ? session.view : null
  const timeline = useQuery(
    trpc.qa.timeline.queryOptions(sessionId === null || !view ? skipToken : { sessionId }, {
      refetchInterval: ({ state }) => {
        if (view && isEnded(view.status)) return false
        return (state.data?.entries.length ?? 0) > longEntries ? lookAtLongEveryMs : lookEveryMs
      },
    }),
  )
  const { refetch } = timeline
  const version = view?.version ?? null
  useEffect(() => {
    if (version !== null && version > 1) void refetch()
  }, [version, refetch])

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
