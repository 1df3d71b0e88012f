import { useMutation } from '@tanstack/react-query'
import { failureText } from '../../live/failure-text.ts'
import { queryClient } from '../../query-client.ts'
import { type Replayed, trpc } from '../../trpc.ts'

/** What the last replay came to. */
export function replayResult({ isRunning, error, result }: ReplayState): string | null {
  if (isRunning) return 'Replaying…'
  if (error) return failureText(error, 'It was not replayed', 'it was replayed')
  return result && resultText(result)
}

function resultText({ before, outcome, error, changed }: Replayed): string {
  if (error !== null) return `Replayed: ${outcome}. ${error}`
  if (before !== outcome) return `Replayed: it was ${before} and is now ${outcome}.`
  return changed ? `Replayed: ${outcome}.` : `Replayed: still ${outcome}. No change.`
}

/** Replaying a stored event, and what the last replay came to. */
export function useReplay() {
  const mutation = useMutation(
    trpc.admin.replay.mutationOptions({
      onSettled: async () => {
        const stale = [trpc.admin.webhook, trpc.admin.replays.preview, trpc.admin.alarms, trpc.admin.webhooks]
        await Promise.all(stale.map((procedure) => queryClient.invalidateQueries({ queryKey: procedure.pathKey() })))
      },
    }),
  )
  return {
    run: (webhookId: string) => mutation.mutate({ webhookId }),
    webhookId: mutation.variables?.webhookId ?? null,
    isRunning: mutation.isPending,
    error: mutation.error,
    result: mutation.data ?? null,
  }
}

export type ReplayState = ReturnType<typeof useReplay>
