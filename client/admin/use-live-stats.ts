import { useQuery } from '@tanstack/react-query'
import { useEffect, useReducer } from 'react'
import { initialLink, isPolling, type LinkState, linkState } from '../live/link-state.ts'
import { onComeback } from '../live/on-comeback.ts'
import { trpc } from '../trpc.ts'
import { watchStats } from './watch-stats.ts'

const pollMs = 5_000

/** The statistics and how they are kept fresh. One cache entry: the query fills it, the stream renews it. */
export function useLiveStats() {
  const [link, tell] = useReducer(linkState, initialLink)
  const { data: stats } = useQuery(
    trpc.admin.stats.queryOptions(undefined, { refetchInterval: isPolling(link) && pollMs }),
  )

  useEffect(() => {
    const watching = watchStats(tell)
    const forget = onComeback({
      offline: () => tell({ type: 'offline' }),
      online: () => tell({ type: 'online', at: performance.now() }),
      resync: () => watching.restart(),
    })
    return () => {
      forget()
      watching.stop()
    }
  }, [])

  return { stats, link } satisfies { stats: unknown; link: LinkState }
}
