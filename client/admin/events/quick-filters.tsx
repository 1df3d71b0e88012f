import { Link } from 'wouter'
import type { AdminStats } from '../../trpc.ts'
import { eventsUrl } from '../console-urls.ts'
import { SavedFiltersBar } from '../filter/saved-filters-bar.tsx'
import { count } from '../times.tsx'

/** The filters that are wanted most, with what they count, and those that were kept; and what the filter shows as a file. */
export function QuickFilters({ stats, exportHref, q }: { stats: AdminStats; exportHref: string; q: string }) {
  return (
    <span className="quick-filters">
      <Link className="quick" href={eventsUrl('outcome:failed,unmatched')}>
        <b>Needs a person</b> {count(stats.outcomes.failed + stats.outcomes.unmatched)}
      </Link>
      <Link className="quick quick-less" href={eventsUrl('is:redelivered')}>
        <b>Duplicates</b> {count(stats.duplicates)}
      </Link>
      <SavedFiltersBar list="events" q={q} />
      <a className="quick quick-less" href={exportHref} download>
        Export CSV
      </a>
    </span>
  )
}
