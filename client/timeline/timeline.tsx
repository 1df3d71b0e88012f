import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import './timeline.css'
import { Link } from 'wouter'
import { WithArrows } from '../ui/drawn.tsx'
import { elapsed } from './elapsed.ts'
import { OutcomeBadge } from './outcome-badge.tsx'
import { stateChange, type TimelineItem } from './timeline-item.ts'
import { ClockTime } from './timestamp.tsx'

interface TimelineProps {
  /** The list's accessible name. */
  readonly label: string
  /** In the order they happened. */
  readonly items: readonly TimelineItem[]
  /** The item that is looked at, if any; it is kept in sight. */
  readonly selectedId?: string | null
  /** Makes each item a button that selects it, and keeps the last one in sight while none is. */
  readonly onSelect?: (id: string) => void
}

const usualHeight = 76
const rowsBeyond = 8

/** Everything that happened to a session, the first on top. Of any length: only the rows in sight are in the page. */
export function Timeline({ label, items, selectedId = null, onSelect }: TimelineProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    overscan: rowsBeyond,
    getItemKey: (index) => items[index]?.id ?? index,
  })
  const last = onSelect ? items.length - 1 : -1
  const selected = selectedId === null ? last : items.findIndex(({ id }) => id === selectedId)

  useEffect(() => {
    if (selected >= 0) virtual.scrollToIndex(selected, { align: 'auto' })
  }, [selected, virtual])

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={scroller} className="timeline-scroller" aria-label={`${label}, ${items.length} entries`} tabIndex={0}>
      <ol className="timeline" aria-label={label} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const item = items[index]
          if (!item) return null
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className={item.id === selectedId ? 'timeline-item timeline-selected' : 'timeline-item'}
              aria-current={item.id === selectedId ? 'step' : undefined}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
            >
              <TimelineRow item={item} previous={items[index - 1]} onSelect={onSelect} />
            </li>
          )
        })}
      </ol>
    </section>
  )
}

interface TimelineRowProps {
  readonly item: TimelineItem
  /** The one before it, to tell how long after that it was. */
  readonly previous: TimelineItem | undefined
  readonly onSelect: ((id: string) => void) | undefined
}

/** One entry: when, what, what became of it, what it did and why. */
function TimelineRow({ item, previous, onSelect }: TimelineRowProps) {
  const lines = item.after ? stateChange(item.before, item.after) : []
  return (
    <>
      <p className="timeline-time">
        <ClockTime at={item.at} />
        {previous && <span>{` +${elapsed(Date.parse(item.at) - Date.parse(previous.at))}`}</span>}
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
            <WithArrows>{line}</WithArrows>
          </p>
        ))}
        {item.reason && <p className="timeline-quiet">{item.reason}</p>}
      </div>
    </>
  )
}
