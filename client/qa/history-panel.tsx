import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { entryReason, entryTitle } from '../../shared/explain-event.ts'
import { stateChange } from '../timeline/timeline-item.ts'
import { ClockTime } from '../timeline/timestamp.tsx'
import { Icon } from './icon.tsx'
import type { PastEntry } from './past.ts'

const rowHeight = 44
const rowsBeyond = 6

/** Repeats of one thing that changed nothing, as one row. */
interface Row {
  readonly entry: PastEntry
  readonly count: number
  /** Places of its first and last entry. */
  readonly from: number
  readonly to: number
}

/** What happened, the newest first. Of any length: only the rows in sight are in the page. */
export function HistoryPanel(props: {
  label?: string
  entries: readonly PastEntry[]
  /** The place of the entry that is looked at; null is the end. */
  index: number | null
  onSelect: (id: string) => void
}) {
  const { label = 'History', entries, index, onSelect } = props
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => toRows(entries), [entries])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: rowsBeyond,
    getItemKey: (place) => rows[rows.length - 1 - place]?.entry.id ?? place,
  })
  const selected = index === null ? -1 : findRow(rows, index)
  useEffect(() => {
    const top = selected < 0 ? 0 : (rows.length - 1 - selected) * rowHeight
    const { scrollOffset, scrollRect } = virtual // as observed: to ask the page for them would have it laid out once more
    const lastTop = top + rowHeight - (scrollRect?.height ?? 0)
    const to = Math.min(Math.max(scrollOffset ?? 0, lastTop), top)
    if (to !== scrollOffset) scroller.current?.scrollTo({ top: to })
  }, [selected, rows.length, virtual])

  return (
    <section className="qa-history" aria-label={label}>
      <div className="qa-history-head">
        <h2>
          {label} · {entries.length.toLocaleString('en')}
        </h2>
        <span className="qa-soft">newest first</span>
      </div>
      <div ref={scroller} className="qa-history-rows">
        <ol aria-label={label} data-entries={entries.length} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index: place, key, start }) => {
            const at = rows.length - 1 - place
            const row = rows[at]
            if (!row) return null
            return (
              <li
                key={key}
                aria-current={at === selected ? 'step' : undefined}
                aria-setsize={rows.length}
                aria-posinset={place + 1}
                style={{ transform: `translateY(${start}px)` }}
              >
                <HistoryRow row={row} onSelect={onSelect} />
              </li>
            )
          })}
        </ol>
      </div>
    </section>
  )
}

function HistoryRow({ row: { entry, count }, onSelect }: { row: Row; onSelect: (id: string) => void }) {
  const lines = entry.version === null || !entry.after ? [] : stateChange(entry.before, entry.after)
  const reason = entryReason(entry)
  const title = entryTitle(entry)
  const detail = [lines.join('; '), reason].filter(Boolean).join(' · ')
  return (
    <button type="button" onClick={() => onSelect(entry.id)} title={`${title}: ${detail}`}>
      <ClockTime at={entry.at} />
      <span className="qa-dot-mark" data-outcome={entry.topic === null ? 'applied' : entry.outcome} />
      <span className="qa-history-text">
        <b dir="auto">{count > 1 ? `${count} × ${title}` : title}</b>
        <small>
          {entry.topic !== null && entry.outcome !== 'applied' && `${entry.outcome}: `}
          {lines.map((line) => (
            <Change key={line} line={line} />
          ))}
          {lines.length > 0 && reason && ' · '}
          {reason}
          {entry.topic === null && entry.cause !== 'created' && ` · ${entry.cause}`}
        </small>
      </span>
    </button>
  )
}

/** "proof: idle → request", with the arrow drawn. */
function Change({ line }: { line: string }) {
  const [from, to] = line.split(' → ')
  return to === undefined ? (
    <span>{line} </span>
  ) : (
    <span>
      {from} <Icon name="to" />
      <span className="visually-hidden">to</span> {to}{' '}
    </span>
  )
}

function toRows(entries: readonly PastEntry[]): Row[] {
  const rows: Row[] = []
  for (const [place, entry] of entries.entries()) {
    const before = rows.at(-1)
    if (before && isRepeat(before.entry, entry))
      rows[rows.length - 1] = { entry, count: before.count + 1, from: before.from, to: place }
    else rows.push({ entry, count: 1, from: place, to: place })
  }
  return rows
}

function isRepeat(one: PastEntry, next: PastEntry): boolean {
  if (one.version !== null || next.version !== null) return false
  return one.topic === next.topic && one.outcome === next.outcome && one.error === next.error
}

function findRow(rows: readonly Row[], index: number): number {
  let low = 0
  let high = rows.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.to ?? 0) < index) low = middle + 1
    else high = middle
  }
  return low
}
