import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect, useMemo } from 'react'
import type { SessionState } from '../../shared/advance.ts'
import {
  countWebhooks,
  mergeEntries,
  type SessionStory,
  type StoryEntry,
  unpackEntries,
} from '../../shared/session-story.ts'
import { inTurn } from '../in-turn.ts'
import { codeOf } from '../live/failure.ts'
import { useLiveSession } from '../live/use-live-session.ts'
import { queryClient } from '../query-client.ts'
import { toStreamEvent } from '../reconnect-link.ts'
import { client } from '../server.ts'
import { trpc } from '../trpc.ts'

/** A session's story as the page keeps it. */
export interface Story extends Omit<SessionStory, 'entries'> {
  readonly entries: readonly StoryEntry[]
}

/** How often to ask where the stream that tells of news cannot be held. */
const lookEveryMs = 3_000

/** The one cache entry of a session's story. Read again, it asks for what is new alone. */
export function storyQuery(sessionId: string | null) {
  const queryKey = ['qa', 'story', sessionId]
  return queryOptions({
    queryKey,
    queryFn:
      sessionId === null
        ? skipToken
        : ({ signal }) => readStory(sessionId, queryClient.getQueryData<Story>(queryKey), signal),
    structuralSharing: false, // the entries that were there are the same objects
  })
}

async function readStory(sessionId: string, known: Story | undefined, signal: AbortSignal): Promise<Story> {
  const news = await client.qa.story.query({ sessionId, ...(known && { after: known.mark }) }, { signal })
  const entries = mergeEntries(known?.entries ?? [], unpackEntries(news.entries))
  const isWhole = countWebhooks(entries) === news.webhooks
  if (known && !isWhole) return readStory(sessionId, undefined, signal) // some that were there belong to another session by now
  return { ...news, entries }
}

/** A followed session: its view over the stream, and its story, to which is added whatever is new. */
export function useStory(sessionId: string | null) {
  const { session, link } = useLiveSession(sessionId)
  const view = session.state === 'known' ? session.view : null
  const version = view?.version ?? null
  const options = storyQuery(session.state === 'unknown' ? null : sessionId)
  const look = useMemo(() => {
    const { queryKey } = storyQuery(sessionId)
    return inTurn(() => queryClient.invalidateQueries({ queryKey, exact: true }, { cancelRefetch: false }))
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
  const story = useQuery({ ...options, refetchInterval: isTold || version === null ? false : lookEveryMs })
  useEffect(() => {
    if (version !== null && !isTold) look()
  }, [version, isTold, look])
  return {
    session,
    link,
    view,
    story: story.data ?? null,
    entries: story.data?.entries ?? none,
    error: story.isError && codeOf(story.error) !== 'UNAUTHORIZED' ? story.error : null,
    refetch: story.refetch,
  }
}

export type Followed = ReturnType<typeof useStory>

const none: readonly StoryEntry[] = []

/** The state now; the stream may be ahead of the story that was read. */
export function aheadOf(known: StoryEntry | undefined, view: (SessionState & { version: number }) | null) {
  if (!view || known?.version == null || view.version <= known.version) return null
  const state = { status: view.status, credential: view.credential, proof: view.proof }
  return { before: known.after, after: state, cause: 'webhook' }
}
