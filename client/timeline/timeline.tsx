import './timeline.css'
import { Link } from 'wouter'
import { ClockTime } from './clock-time.tsx'
import { elapsed } from './elapsed.ts'
import { OutcomeBadge } from './outcome-badge.tsx'
import { stateChange } from './state-change.ts'
import type { TimelineItem } from './timeline-item.ts'

export interface TimelineProps {
  /** The list's accessible name. */
  readonly label: string
  /** In the order they happened. */
  readonly items: readonly TimelineItem[]
  /** The item that is looked at, if any. */
  readonly selectedId?: string | null
  /** Makes each item a button that selects it. */
  readonly onSelect?: (id: string) => void
}

/** Everything that happened to a session, the first on top, with what each did and how long after the one before. */
export function Timeline({ label, items, selectedId = null, onSelect }: TimelineProps) {
  return (
    <ol className="timeline" aria-label={label}>
      {items.map((item, index) => {
        const previous = items[index - 1]
        const isSelected = item.id === selectedId
        return (
          <li
            key={item.id}
            className={isSelected ? 'timeline-item timeline-selected' : 'timeline-item'}
            aria-current={isSelected ? 'step' : undefined}
          >
            <p className="timeline-time">
              <ClockTime at={item.at} />
              {previous && <span> +{elapsed(Date.parse(item.at) - Date.parse(previous.at))}</span>}
            </p>
            <div className="timeline-body">
              <p className="timeline-head">
                {onSelect ? (
                  <button type="button" className="timeline-title" onClick={() => onSelect(item.id)}>
                    {item.title}
                  </button>
                ) : (
                  <strong>{item.title}</strong>
                )}
                {item.outcome && <OutcomeBadge outcome={item.outcome} />}
                {item.cause && <span className="timeline-quiet">{item.cause}</span>}
                {item.href && (
                  <Link href={item.href} aria-label={`Open ${item.title}`}>
                    Open
                  </Link>
                )}
              </p>
              <Effect item={item} />
              {item.reason && <p className="timeline-quiet">{item.reason}</p>}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

function Effect({ item }: { item: TimelineItem }) {
  const lines = item.after ? stateChange(item.before, item.after) : []
  return lines.map((line) => (
    <p key={line} className="timeline-change">
      {line}
    </p>
  ))
}
