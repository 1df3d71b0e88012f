import { type Query, type QueryKey, useQuery } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect } from 'react'
import { inTurn } from '../in-turn.ts'
import { useLink } from '../live/link-notice.ts'
import { pollMs } from '../live/link-state.ts'
import { queryClient } from '../query-client.ts'
import { toStreamEvent } from '../reconnect-link.ts'
import { trpc } from '../trpc.ts'

const statsKey = trpc.admin.stats.queryKey()

/**
 * The statistics and how they are kept fresh. One cache entry: the query fills it, the stream renews it. They change
 * with anything that is stored, so what lists it is read anew with them.
 */
export function useLiveStats() {
  const [link, tell] = useLink()
  const refetchInterval = pollMs(link)
  const { data: stats } = useQuery(trpc.admin.stats.queryOptions(undefined, { refetchInterval }))
  useSubscription(
    trpc.admin.watchStats.subscriptionOptions(undefined, {
      onData: (news) => queryClient.setQueryData(statsKey, news),
      onConnectionStateChange(state) {
        const event = toStreamEvent(state)
        tell(event)
        if (event.type !== 'connecting' || event.failures === 0) return
        // A stream is also cut where the browser was signed out; only an answer to a call can tell.
        void queryClient.invalidateQueries({ queryKey: statsKey })
      },
    }),
  )
  useEffect(() => renewListsWithStats(), [])
  return { stats, link }
}

/** A list that could not be read keeps its own offer to try again. */
function renewListsWithStats(): () => void {
  const predicate = ({ state }: Query) => state.data !== undefined
  const lists = [trpc.admin.webhook.pathKey(), trpc.admin.sessions.pathKey(), trpc.qa.timeline.pathKey()]
  const renewOne = (queryKey: QueryKey) =>
    queryClient.invalidateQueries({ queryKey, predicate }, { cancelRefetch: false })
  const renew = inTurn(() => Promise.all(lists.map(renewOne)))
  let known = queryClient.getQueryData(statsKey)
  return queryClient.getQueryCache().subscribe(() => {
    const stats = queryClient.getQueryData(statsKey)
    if (stats !== known) renew()
    known = stats
  })
}
