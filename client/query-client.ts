import { QueryClient } from '@tanstack/react-query'
import { isTransient } from './live/failure.ts'

const retries = 3

/** What every page keeps of the server's answers. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // A phone's idea of being online is often wrong: always try.
      networkMode: 'always',
      retry: (failures, error) => failures < retries && isTransient(error),
      // Streams keep what is shown fresh, and pages resync by themselves on coming back.
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
    // What is asked for with no network fails at once, and is not done some time later unasked.
    mutations: { networkMode: 'always' },
  },
})
