import { type ReactNode, useMemo } from 'react'
import { entryReason, entryTitle } from '../../shared/explain-event.ts'
import type { TimelineEntry } from '../../shared/session-timeline.ts'
import { Timeline } from '../timeline/timeline.tsx'
import { type TimelineItem, toTimelineItem } from '../timeline/timeline-item.ts'

/** A part of the page under a heading; its accessible name may say more than that. */
export function Panel(props: { label: string; heading?: string; className?: string; children: ReactNode }) {
  const { label, heading = label, className = '', children } = props
  return (
    <section className={`qa-panel ${className}`} aria-label={label}>
      <h2>{heading}</h2>
      {children}
    </section>
  )
}

/** What is wrong, and a button that helps where there is one. */
export function Problem(props: { children: string; action?: string; onAct?: () => unknown }) {
  const { children, action = 'Try again', onAct } = props
  return (
    <p className="qa-problem" role="alert">
      {children} {onAct && <Button onClick={() => void onAct()}>{action}</Button>}
    </p>
  )
}

/** A timeline's entries, each a button that selects it. */
export function Entries(props: {
  label: string
  entries: readonly TimelineEntry[]
  at?: string | null
  onSelect: (id: string) => void
}) {
  const { label, entries, at = null, onSelect } = props
  const items = useMemo(() => entries.map(toItem), [entries])
  return <Timeline label={label} items={items} selectedId={at} onSelect={onSelect} />
}

function toItem(entry: TimelineEntry): TimelineItem {
  const cause = entry.cause === 'created' ? null : entry.cause
  const outcome = entry.topic === null ? null : entry.outcome
  const item = toTimelineItem(entry, () => null)
  return { ...item, title: entryTitle(entry), cause, outcome, reason: entryReason(entry) }
}

export function Button(props: { disabled?: boolean; onClick: () => void; children: ReactNode }) {
  return <button type="button" {...props} />
}
