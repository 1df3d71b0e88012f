import './outcome-badge.css'
import type { ReactNode } from 'react'
import type { Outcome } from '../../shared/webhook-event.ts'
import { Drawn } from '../ui/drawn.tsx'

/** A mark beside the word, so that colour never tells it alone. */
const marks = { applied: <Drawn is="✓" />, stale: '=', unmatched: '?', ignored: '–', failed: '!' } satisfies Record<
  Outcome,
  ReactNode
>

/** What became of a webhook, as a mark and its word. */
export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  return (
    <span className={`outcome outcome-${outcome}`}>
      <span aria-hidden="true">{marks[outcome]}</span> <span>{outcome}</span>
    </span>
  )
}
