import { queryClient } from '../query-client.ts'
import { wasSignedIn } from '../sign-in/was-signed-in.ts'
import { trpc } from '../trpc.ts'
import { readPlace } from './console-urls.ts'
import { logOptions } from './events/use-event-log.ts'
import { readFilter } from './filter/filter-text.ts'

/** Asks for what the first screen shows, all at once, where whoever opens it was signed in when this browser was here last. */
export function askAhead(): void {
  if (wasSignedIn.read() === null) return
  void queryClient.prefetchQuery(trpc.admin.stats.queryOptions())
  void queryClient.prefetchQuery(trpc.admin.alarms.queryOptions())
  void queryClient.prefetchQuery(trpc.admin.operators.me.queryOptions())
  void queryClient.prefetchQuery(trpc.admin.replays.list.queryOptions())
  if (location.pathname !== '/admin') return
  const { filter } = readFilter(readPlace(location.search, 'event').q, new Date())
  void queryClient.prefetchInfiniteQuery(logOptions(filter))
  if (filter.from === undefined) void queryClient.prefetchQuery(trpc.admin.traffic.queryOptions({ hours: 24 }))
}
