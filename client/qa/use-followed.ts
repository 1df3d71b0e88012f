import { skipToken, useQuery } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect, useMemo, useState } from 'react'
import type { SessionState } from '../../shared/advance.ts'
import type { TimelineEntry } from '../../shared/session-timeline.ts'
import { inTurn } from '../in-turn.ts'
import { codeOf } from '../live/failure.ts'
import { toStreamEvent } from '../live/link-state.ts'
import { serverNow } from '../live/server-clock.ts'
import { useLiveSession } from '../live/use-live-session.ts'
import { queryClient } from '../query-client.ts'
import { trpc } from '../trpc.ts'

/** How often to ask where the stream that tells of news cannot be held. */
const lookEveryMs = 3_000
const lookAtLongEveryMs = 15_000
const longEntries = 1_000
/** The same, where the session is known to have moved on. */
const lookAgainMs = 300

/** A followed session: its view over the stream, and its story, read anew whenever there is something new in it. */
export function useFollowed(sessionId: string | null) {
  const { session, link } = useLiveSession(sessionId)
  const view = session.state === 'known' ? session.view : null
  const version = view?.version ?? null
  const options = trpc.qa.timeline.queryOptions(
    sessionId === null || session.state === 'unknown' ? skipToken : { sessionId },
  )
  const look = useMemo(() => {
    const queryKey = trpc.qa.timeline.queryKey({ sessionId: sessionId ?? '' })
    return inTurn(() => queryClient.invalidateQueries({ queryKey }, { cancelRefetch: false }))
  }, [sessionId])
  const tail = useSubscription(
    trpc.qa.watchTimeline.subscriptionOptions(sessionId !== null && view ? { sessionId } : skipToken, {
      onData: look,
      onConnectionStateChange(state) {
        const event = toStreamEvent(state)
        if (event.type === 'connecting' && event.failures > 0) look() // where the browser was signed out, the answer says so
      },
    }),
  )
  const isTold = tail.status === 'pending'
  const timeline = useQuery({
    ...options,
    refetchInterval({ state: { data, error } }) {
      if (isTold || version === null) return false
      if (data && !error && version > (lastVersioned(data.entries)?.version ?? version)) return lookAgainMs
      return (data?.entries.length ?? 0) > longEntries ? lookAtLongEveryMs : lookEveryMs
    },
  })
  return {
    session,
    link,
    view,
    timeline: timeline.data ?? null,
    entries: timeline.data?.entries ?? none,
    error: timeline.isError && codeOf(timeline.error) !== 'UNAUTHORIZED' ? timeline.error : null,
    refetch: timeline.refetch,
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
  const known = lastVersioned(entries)
  if (!view) return { path: entries, state: known?.after ?? null }
  const state = { status: view.status, credential: view.credential, proof: view.proof }
  const isAhead = known?.version != null && view.version > known.version
  const path = isAhead ? [...entries, { before: known.after, after: state, cause: 'webhook' }] : entries
  return { path, state }
}

function lastVersioned(entries: readonly TimelineEntry[]): TimelineEntry | undefined {
  return entries.findLast(({ version }) => version !== null)
}
