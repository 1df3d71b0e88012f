import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { WebhookFilter } from '../../../shared/admin-inputs.ts'
import { inTurn } from '../../in-turn.ts'
import { queryClient } from '../../query-client.ts'
import { client } from '../../server.ts'
import { type AdminStats, type StoredWebhook, trpc, type WebhookPage } from '../../trpc.ts'

const limit = 60

function toInput(filter: WebhookFilter) {
  return { ...filter, fold: true, limit }
}

/** How the events that `filter` lets through are asked for, a page at a time. */
export function logOptions(filter: WebhookFilter) {
  return trpc.admin.webhooks.infiniteQueryOptions(toInput(filter), {
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: Number.POSITIVE_INFINITY, // what has changed is told by the statistics
    refetchOnWindowFocus: false,
  })
}

/**
 * The stored events that `filter` lets through, repeats folded, newest first, a page at a time. Asked for once; whenever the
 * statistics change the first page is read anew. While `isFollowing` it takes the list's place, else what is new is counted
 * in `waiting`.
 */
export function useEventLog(filter: WebhookFilter, stats: AdminStats, isFollowing: boolean) {
  const input = useMemo(() => toInput(filter), [filter])
  const query = useInfiniteQuery(logOptions(filter))
  const { data: loaded, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query
  const head = useHead(input, stats, loaded !== undefined)
  const events = useMemo(() => loaded?.pages.flatMap(({ items }) => items) ?? [], [loaded])
  const waiting = head && !isFollowing ? newIn(head.items, events[0]) : 0

  useEffect(() => {
    const key = trpc.admin.webhooks.infiniteQueryKey(input)
    if (!head) return
    queryClient.setQueryData(key, (known) => {
      if (!known) return known
      return isFollowing ? { pages: [head], pageParams: [null] } : renewRows(known, head)
    })
  }, [head, input, isFollowing])

  // A page can be empty before the end; then the next one is what to show.
  const isEmptyBeforeEnd = events.length === 0 && hasNextPage
  useEffect(() => {
    if (isEmptyBeforeEnd && !isFetching && !isFetchNextPageError) void fetchNextPage()
  }, [isEmptyBeforeEnd, isFetching, isFetchNextPageError, fetchNextPage])

  return { ...query, events, waiting, isLoading: query.isLoading || (isEmptyBeforeEnd && !isFetchNextPageError) }
}

/** The first page read anew since it was loaded, or null while nothing has changed. */
function useHead(input: WebhookFilter & { fold: boolean; limit: number }, stats: AdminStats, isLoaded: boolean) {
  const [head, setHead] = useState<{ readonly of: object; readonly page: WebhookPage } | null>(null)
  const seen = useRef<string | null>(null)
  const mark = JSON.stringify([stats.outcomes, stats.duplicates])
  const latest = useRef(input)
  latest.current = input
  const [renew] = useState(() =>
    inTurn(async () => {
      const of = latest.current
      const page = await client.admin.webhooks.query(of).catch(() => null) // the next change tries again
      if (page) setHead({ of, page })
    }),
  )
  useEffect(() => {
    if (!isLoaded) return
    if (seen.current !== null && seen.current !== mark) renew()
    seen.current = mark
  }, [mark, isLoaded, renew])
  return head?.of === input ? head.page : null
}

/** How many events of `head`, the first page read anew, came after `first`, the first row that is shown. */
export function newIn(head: readonly Folded[], first: Folded | undefined): number {
  let count = 0
  for (const { createdAt, since, repeats } of head) {
    if (first && createdAt <= first.createdAt) break
    count += first && since <= first.createdAt ? Math.max(1, repeats - first.repeats) : repeats
  }
  return count
}

type Folded = Pick<StoredWebhook, 'createdAt' | 'since' | 'repeats'>

interface Pages<Param> {
  readonly pages: WebhookPage[]
  readonly pageParams: Param[]
}

/** The rows that are there with what `head` says of them. */
export function renewRows<Param>(loaded: Pages<Param>, head: WebhookPage): Pages<Param> {
  const renewed = new Map(head.items.map((item) => [item.webhookId, item]))
  const pages = loaded.pages.map((page) => ({
    ...page,
    items: page.items.map((item) => renewed.get(item.webhookId) ?? item),
  }))
  return { ...loaded, pages }
}
