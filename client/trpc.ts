import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { AppRouter } from '../server/trpc/router.ts'
import { queryClient } from './query-client.ts'
import { client } from './server.ts'

/** Query and mutation options for every procedure, for the consoles. The student's pages write theirs by hand: two kilobytes less. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient })
