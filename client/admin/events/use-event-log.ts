import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { AdminStats } from '../../../shared/admin-stats.ts'
import type { WebhookFilter } from '../../../shared/admin-webhook.ts'
import { queryClient } from '../../query-client.ts'
import { trpc } from '../../trpc.ts'
import { mergeHead, newIn } from './merge-head.ts'

const limit = 50

/**
 * The stored events that `filter` lets through, newest first, a page at a time. Each change of `stats` reads
 * the first page anew: while `isFollowing` what is new comes on top, else it is counted in `waiting`.
 */
export function useEventLog(filter: WebhookFilter, stats: AdminStats | undefined, isFollowing: boolean) {
  const input = useMemo(() => ({ ...filter, limit }), [filter])
  const options = trpc.admin.webhooks.infiniteQueryOptions(input, { getNextPageParam: ({ nextCursor }) => nextCursor })
  const query = useInfiniteQuery(options)
  const [waiting, setWaiting] = useState(0)
  const following = useRef(isFollowing)
  const isLoaded = query.data !== undefined
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query
  const events = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data])

  useEffect(() => {
    following.current = isFollowing
  }, [isFollowing])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the statistics, or following again, is when to look
  useEffect(() => {
    if (!isLoaded) return
    let isOver = false
    const key = trpc.admin.webhooks.infiniteQueryKey(input)
    const look = async () => {
      const head = await queryClient.fetchQuery({ ...trpc.admin.webhooks.queryOptions(input), staleTime: 0 })
      const loaded = queryClient.getQueryData(key)
      if (isOver || !loaded) return
      setWaiting(following.current ? 0 : newIn(head, loaded.pages).length)
      queryClient.setQueryData(key, mergeHead(loaded, head, following.current))
    }
    look().catch(() => undefined) // the next change, or the stream's coming back, asks again
    return () => {
      isOver = true
    }
  }, [stats, input, isLoaded, isFollowing])

  // A page can be empty before the end; then the next one is what to show.
  const isEmptyBeforeEnd = events.length === 0 && hasNextPage
  useEffect(() => {
    if (isEmptyBeforeEnd && !isFetching && !isFetchNextPageError) void fetchNextPage()
  }, [isEmptyBeforeEnd, isFetching, isFetchNextPageError, fetchNextPage])

  return { ...query, events, waiting, isLoading: query.isLoading || (isEmptyBeforeEnd && !isFetchNextPageError) }
}
