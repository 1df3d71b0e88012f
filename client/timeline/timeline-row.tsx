import { Link } from 'wouter'
import { ClockTime } from './clock-time.tsx'
import { elapsed } from './elapsed.ts'
import { OutcomeBadge } from './outcome-badge.tsx'
import { stateChange } from './state-change.ts'
import type { TimelineItem } from './timeline-item.ts'

export interface TimelineRowProps {
  readonly item: TimelineItem
  /** The one before it, to tell how long after that it was. */
  readonly previous: TimelineItem | undefined
  readonly onSelect: ((id: string) => void) | undefined
}

/** One entry: when, what, what became of it, what it did and why. */
export function TimelineRow({ item, previous, onSelect }: TimelineRowProps) {
  const lines = item.after ? stateChange(item.before, item.after) : []
  return (
    <>
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
        {lines.map((line) => (
          <p key={line} className="timeline-change">
            {line}
          </p>
        ))}
        {item.reason && <p className="timeline-quiet">{item.reason}</p>}
      </div>
    </>
  )
}
