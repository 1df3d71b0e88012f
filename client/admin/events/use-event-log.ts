import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { WebhookFilter } from '../../../shared/admin-inputs.ts'
import { queryClient } from '../../query-client.ts'
import { type StoredWebhook, trpc, type WebhookPage } from '../../trpc.ts'

const limit = 50

/**
 * The stored events that `filter` lets through, newest first, a page at a time. The first page is read anew whenever
 * the statistics change: while `isFollowing` what is new comes on top, else it is counted in `waiting`.
 */
export function useEventLog(filter: WebhookFilter, isFollowing: boolean) {
  const input = useMemo(() => ({ ...filter, limit }), [filter])
  const query = useInfiniteQuery(
    trpc.admin.webhooks.infiniteQueryOptions(input, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  )
  const { data: loaded, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query
  const { data: head } = useQuery(trpc.admin.webhooks.queryOptions(input, { enabled: loaded !== undefined }))
  const events = useMemo(() => loaded?.pages.flatMap(({ items }) => items) ?? [], [loaded])
  const waiting = head && loaded && !isFollowing ? newIn(head, loaded.pages).length : 0

  useEffect(() => {
    const key = trpc.admin.webhooks.infiniteQueryKey(input)
    if (head) queryClient.setQueryData(key, (known) => known && mergeHead(known, head, isFollowing))
  }, [head, input, isFollowing])

  // A page can be empty before the end; then the next one is what to show.
  const isEmptyBeforeEnd = events.length === 0 && hasNextPage
  useEffect(() => {
    if (isEmptyBeforeEnd && !isFetching && !isFetchNextPageError) void fetchNextPage()
  }, [isEmptyBeforeEnd, isFetching, isFetchNextPageError, fetchNextPage])

  return { ...query, events, waiting, isLoading: query.isLoading || (isEmptyBeforeEnd && !isFetchNextPageError) }
}

/** The pages of the log that were loaded so far, newest first, as the query keeps them. */
interface Pages<Param> {
  readonly pages: WebhookPage[]
  readonly pageParams: (Param | null)[]
}

/** The events of `head`, the log's first page read anew, that came after all that is loaded. */
export function newIn(head: WebhookPage, pages: readonly WebhookPage[]): StoredWebhook[] {
  const known = new Set(pages.flatMap(({ items }) => items.map(({ webhookId }) => webhookId)))
  const firstKnown = head.items.findIndex(({ webhookId }) => known.has(webhookId))
  return firstKnown < 0 ? head.items : head.items.slice(0, firstKnown)
}

/**
 * The loaded pages with what `head` says. Rows that are there are renewed; new ones come on top where
 * `follow`. Where more is new than a page holds, the log starts over with `head`, since a gap would stay.
 */
export function mergeHead<Param>(loaded: Pages<Param>, head: WebhookPage, follow: boolean): Pages<Param> {
  const renewed = new Map(head.items.map((item) => [item.webhookId, item]))
  const pages = loaded.pages.map((page) => ({
    ...page,
    items: page.items.map((item) => renewed.get(item.webhookId) ?? item),
  }))
  const [first, ...rest] = pages
  const fresh = newIn(head, loaded.pages)
  if (!follow || fresh.length === 0) return { ...loaded, pages }
  if (!first || (fresh.length === head.items.length && head.nextCursor !== null)) {
    return { pages: [head], pageParams: [null] }
  }
  return { ...loaded, pages: [{ ...first, items: [...fresh, ...first.items] }, ...rest] }
}
