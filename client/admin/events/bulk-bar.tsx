import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { WebhookFilter } from '../../../shared/admin-inputs.ts'
import { trpc } from '../../trpc.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { SmallButton } from '../console-parts.tsx'
import { wouldDoAll } from '../replays/replay-messages.ts'
import type { Replays } from '../replays/use-replays.ts'
import { count, counted } from '../times.tsx'
import type { Chosen } from './use-chosen.ts'

interface BulkBarProps {
  readonly chosen: Chosen
  readonly filter: WebhookFilter
  readonly isFiltered: boolean
  readonly replays: Replays
}

/** What can be done with the events that are selected, and what a replay of them would do. */
export function BulkBar({ chosen, filter, isFiltered, replays }: BulkBarProps) {
  const options = { staleTime: 5_000, placeholderData: keepPreviousData, refetchOnWindowFocus: false } as const
  const { data: preview } = useQuery(trpc.admin.replays.preview.queryOptions(chosen.selection(filter), options))
  const many = chosen.isAll ? (preview?.total ?? null) : chosen.size
  const all = isFiltered ? 'Select all that the filter lets through' : 'Select all there are'
  return (
    <section className="bulk" aria-label="Selection">
      <strong>{many === null ? 'All selected' : `${count(many)} selected`}</strong>
      {!chosen.isAll && (
        <button type="button" className="link-button" onClick={chosen.chooseAll}>
          {all}
        </button>
      )}
      <span className="space" />
      <span className="bulk-would" role="status">
        {preview && wouldDoAll(preview)}
      </span>
      {!chosen.isAll && (
        <CopyButton className="btn" text={[...chosen.ids].join('\n')}>
          Copy ids
        </CopyButton>
      )}
      <SmallButton onClick={chosen.clear}>Cancel</SmallButton>
      <SmallButton isMain disabled={replays.isStarting} onClick={() => chosen.replay(filter, replays)}>
        Replay {many === null ? 'all' : counted(many, 'event')} <kbd>Shift R</kbd>
      </SmallButton>
    </section>
  )
}
