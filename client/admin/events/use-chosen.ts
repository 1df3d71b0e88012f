import { useEffect, useState } from 'react'
import type { ReplaySelection, WebhookFilter } from '../../../shared/admin-inputs.ts'
import type { Replays } from '../replays/use-replays.ts'

/** Which events are selected: some of those that are loaded, or all that the filter lets through, loaded or not. */
export function useChosen(q: string) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const [isAll, setAll] = useState(false)
  const clear = () => {
    setIds(new Set())
    setAll(false)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was selected under another filter is not seen any more
  useEffect(clear, [q])
  const selection = (filter: WebhookFilter): ReplaySelection => (isAll ? { filter } : { webhookIds: [...ids] })
  return {
    ids,
    isAll,
    size: ids.size,
    clear,
    chooseAll: () => setAll(true),
    toggle: (webhookIds: readonly string[], isChosen: boolean) => {
      const next = new Set(ids)
      for (const id of webhookIds) isChosen ? next.add(id) : next.delete(id)
      setIds(next)
      setAll(false)
    },
    selection,
    replay: (filter: WebhookFilter, replays: Replays) => {
      replays.start(selection(filter), isAll ? null : ids.size)
      clear()
    },
  }
}

export type Chosen = ReturnType<typeof useChosen>
