import { useMutation } from '@tanstack/react-query'
import { queryClient } from '../../query-client.ts'
import { trpc } from '../../trpc.ts'

/** Replaying a stored event, and what the last replay came to. */
export function useReplay() {
  const mutation = useMutation(
    trpc.admin.replay.mutationOptions({
      onSettled: (_, __, { webhookId }) =>
        queryClient.invalidateQueries({ queryKey: trpc.admin.webhook.queryKey({ webhookId }) }),
    }),
  )
  return {
    run: (webhookId: string) => mutation.mutate({ webhookId }),
    webhookId: mutation.variables?.webhookId ?? null,
    isRunning: mutation.isPending,
    hasFailed: mutation.isError,
    result: mutation.data ?? null,
  }
}

export type ReplayState = ReturnType<typeof useReplay>
