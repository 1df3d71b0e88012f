import './outcome-badge.css'
import type { Outcome } from '../../shared/webhook-event.ts'

/** A mark beside the word, so that colour never tells it alone. */
const marks = { applied: '✓', stale: '=', unmatched: '?', ignored: '–', failed: '!' } satisfies Record<Outcome, string>

/** What became of a webhook, as a mark and its word. */
export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  return (
    <span className={`outcome outcome-${outcome}`}>
      <span aria-hidden="true">{marks[outcome]}</span> <span>{outcome}</span>
    </span>
  )
}
