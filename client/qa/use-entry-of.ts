import { skipToken, useQuery } from '@tanstack/react-query'
import { trpc } from '../trpc.ts'
import type { Past } from './past.ts'

/**
 * The place of the entry that an address names, by its own id or by that of its webhook; null is the end. `isLost`: the
 * session has no such entry.
 */
export function useEntryOf(sessionId: string | null, at: string | null, past: Past, isRead: boolean) {
  const own = at === null ? -1 : past.indexOf(at)
  const isForeign = at !== null && isRead && own < 0
  const query = useQuery(
    trpc.qa.entry.queryOptions(isForeign && sessionId !== null ? { sessionId, entry: at.slice(0, 300) } : skipToken, {
      retry: false,
    }),
  )
  const found = isForeign && query.data ? past.indexOf(query.data.id) : own
  return { place: found < 0 ? null : found, isLost: isForeign && !query.isPending && found < 0 }
}
