import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ReplaySelection } from '../../../shared/admin-inputs.ts'
import { failureText } from '../../live/failure-text.ts'
import { queryClient } from '../../query-client.ts'
import { type ReplayJob, trpc } from '../../trpc.ts'

const [runningMs, restMs] = [700, 10_000]
/** One that ended before this page was opened, and longer ago than this, is no news. */
const newsMs = 60_000
/** More than so many are asked about once. */
const manyAre = 100

/** Replays of many: the one to tell of, and how to begin and end one. */
export function useReplays() {
  const [putAway, setPutAway] = useState(0)
  const [asked, setAsked] = useState<{ readonly selection: ReplaySelection; readonly count: number } | null>(null)
  const { data: jobs = [] } = useQuery(
    trpc.admin.replays.list.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data?.some((job) => job.state === 'running') ? runningMs : restMs),
    }),
  )
  const renew = () =>
    Promise.all(
      [trpc.admin.replays, trpc.admin.alarms, trpc.admin.webhook].map((part) =>
        queryClient.invalidateQueries({ queryKey: part.pathKey() }),
      ),
    )
  const begin = useMutation(trpc.admin.replays.start.mutationOptions({ onSettled: renew }))
  const end = useMutation(trpc.admin.replays.cancel.mutationOptions({ onSettled: renew }))
  const [failed, word] = begin.isError ? [begin, 'begun'] : [end, 'cancelled']
  const latest = jobs.find((job) => job.state === 'running') ?? jobs[0]
  const isRunning = latest?.state === 'running'
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it has done is seen elsewhere when it ends
  useEffect(() => void renew(), [isRunning])
  const isNews =
    latest && latest.id > putAway && (latest.finishedAt === null || Date.now() - Date.parse(latest.finishedAt) < newsMs)
  return {
    shown: isNews ? latest : null,
    isStarting: begin.isPending,
    /** Begins at once, or, where there are many, once that is confirmed. */
    start: (selection: ReplaySelection, count: number | null) => {
      if (count === null || count > manyAre) setAsked({ selection, count: count ?? Number.POSITIVE_INFINITY })
      else begin.mutate(selection)
    },
    cancel: (id: number) => end.mutate({ id }),
    /** That a replay could not be begun or cancelled, or that nobody knows; null where all went well. */
    failure: failed.error && failureText(failed.error, `The replay was not ${word}`, `the replay was ${word}`),
    forgetFailure: () => failed.reset(),
    putAway: () => setPutAway(latest?.id ?? 0),
    asked,
    answer: (isWanted: boolean) => {
      if (isWanted && asked) begin.mutate(asked.selection)
      setAsked(null)
    },
  }
}

export type Replays = ReturnType<typeof useReplays>

/** How far a job is; `total` null where nobody knows yet. */
export function resultOf(job: ReplayJob) {
  const { applied, stale, unmatched, ignored, failed, purged, total, createdAt, finishedAt } = job
  const done = applied + stale + unmatched + ignored + failed + purged
  const tookMs = finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(createdAt)
  return { done, total, tookMs }
}
