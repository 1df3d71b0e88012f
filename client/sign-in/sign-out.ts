import { queryClient } from '../query-client.ts'
import { client } from '../server.ts'
import { trpc } from '../trpc.ts'

/** Ends this browser's access and forgets what was read with it. Where the server cannot be reached nothing changes. */
export async function signOut(): Promise<void> {
  await client.admin.logout.mutate()
  await queryClient.resetQueries({ queryKey: trpc.admin.stats.queryKey() })
  queryClient.removeQueries({ type: 'inactive' })
}
