import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { ClockTime } from '../timeline/clock-time.tsx'
import { elapsed } from '../timeline/elapsed.ts'
import { OutcomeBadge } from '../timeline/outcome-badge.tsx'
import { stateChange } from '../timeline/state-change.ts'
import '../timeline/timeline.css'
import type { TimelineItem } from '../timeline/timeline-item.ts'

export interface HistoryListProps {
  readonly label: string
  /** In the order they happened. */
  readonly items: readonly TimelineItem[]
  readonly selectedId?: string | null
  readonly onSelect: (id: string) => void
}

const usualHeight = 76
const rowsBeyond = 8

/** A timeline of any length: only the rows in sight are in the page. */
export function HistoryList({ label, items, selectedId = null, onSelect }: HistoryListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    overscan: rowsBeyond,
    getItemKey: (index) => items[index]?.id ?? index,
  })
  const selected = selectedId === null ? items.length - 1 : items.findIndex(({ id }) => id === selectedId)

  useEffect(() => {
    if (selected >= 0) virtual.scrollToIndex(selected, { align: 'auto' })
  }, [selected, virtual])

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={scroller} className="qa-scroller" aria-label={`${label}, ${items.length} entries`} tabIndex={0}>
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
              <Row item={item} previous={items[index - 1]} onSelect={onSelect} />
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function Row(props: { item: TimelineItem; previous: TimelineItem | undefined; onSelect: (id: string) => void }) {
  const { item, previous, onSelect } = props
  const lines = item.after ? stateChange(item.before, item.after) : []
  return (
    <>
      <p className="timeline-time">
        <ClockTime at={item.at} />
        {previous && <span> +{elapsed(Date.parse(item.at) - Date.parse(previous.at))}</span>}
      </p>
      <div className="timeline-body">
        <p className="timeline-head">
          <button type="button" className="timeline-title" onClick={() => onSelect(item.id)}>
            {item.title}
          </button>
          {item.outcome && <OutcomeBadge outcome={item.outcome} />}
          {item.cause && <span className="timeline-quiet">{item.cause}</span>}
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
