import { type InfiniteData, useMutation } from '@tanstack/react-query'
import type { Page } from '../../../shared/admin-page.ts'
import type { Replayed, StoredWebhook } from '../../../shared/admin-webhook.ts'
import { queryClient } from '../../query-client.ts'
import { trpc } from '../../trpc.ts'

/** Replaying a stored event, and what the last replay came to. */
export function useReplay() {
  const mutation = useMutation(
    trpc.admin.replay.mutationOptions({
      onSuccess: showInLog,
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

/** The row may be far from the top, or no longer fit the filter, where the live tail does not renew it. */
function showInLog({ webhookId, outcome, error }: Replayed): void {
  const renew = (item: StoredWebhook) => (item.webhookId === webhookId ? { ...item, outcome, error } : item)
  queryClient.setQueriesData<InfiniteData<Page<StoredWebhook>>>(
    { queryKey: trpc.admin.webhooks.infiniteQueryKey() },
    (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(renew) })) },
  )
}
