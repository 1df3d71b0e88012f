import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, type RefObject, useEffect } from 'react'
import { Link } from 'wouter'
import { elapsed } from '../../timeline/elapsed.ts'
import type { StoredWebhook } from '../../trpc.ts'
import { WithArrows } from '../../ui/drawn.tsx'
import { Gap } from '../console-parts.tsx'
import { OutcomeIcon } from '../outcome-icon.tsx'
import { SessionName } from '../session-name.tsx'
import { count, RowTime, zoneName } from '../times.tsx'
import { usePhone } from '../use-phone.ts'

const [rowPx, phoneRowPx, headPx] = [36, 58, 27]
const overscan = 12
const nearEnd = 10
const slowMs = 5_000

export interface EventTableProps {
  readonly events: readonly StoredWebhook[]
  readonly hasMore: boolean
  readonly onMore: () => void
  readonly hrefOf: (webhookId: string) => string
  readonly activeId: string | null
  readonly onOpen: (webhookId: string) => void
  readonly onUnfold: (event: StoredWebhook) => void
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (webhookIds: readonly string[], isChosen: boolean) => void
  /** The element that scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>
}

/** The events as a table of which only the rows in sight are in the page. More is asked for as the end comes near. */
export function EventTable(props: EventTableProps) {
  const { events, hasMore, onMore, activeId, scroller, chosen, onChoose } = props
  const isPhone = usePhone()
  const activeIndex = events.findIndex(({ webhookId }) => webhookId === activeId)
  const virtualizer = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isPhone ? phoneRowPx : rowPx),
    getItemKey: (index) => events[index]?.webhookId ?? index,
    overscan,
    // until it is measured: rows from the first frame on, that nothing moves later
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    scrollPaddingEnd: headPx,
  })
  const rows = virtualizer.getVirtualItems()
  const last = rows.at(-1)
  const isNearEnd = hasMore && (last?.index ?? 0) >= events.length - nearEnd

  useEffect(() => {
    if (isNearEnd) onMore()
  }, [isNearEnd, onMore])

  useEffect(() => {
    if (activeIndex >= 0) virtualizer.scrollToIndex(activeIndex, { align: 'auto' })
  }, [activeIndex, virtualizer])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height of a row depends on it
  useEffect(() => virtualizer.measure(), [isPhone, virtualizer])

  const isAllChosen = events.length > 0 && events.every(({ webhookId }) => chosen.has(webhookId))
  const chooseAll = () =>
    onChoose(
      events.map(({ webhookId }) => webhookId),
      !isAllChosen,
    )
  return (
    <table className="rows events" aria-label="Events, newest first" aria-rowcount={hasMore ? -1 : events.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          <th className="c-choose">
            <input type="checkbox" aria-label="Select all that are loaded" checked={isAllChosen} onChange={chooseAll} />
          </th>
          <th className="c-time">Time, {zoneName}</th>
          <th className="c-outcome">Outcome</th>
          <th className="c-what">Topic, and what it did</th>
          <th className="c-session">Session</th>
          <th className="c-dialect">Dialect</th>
          <th className="c-lag number">Lag</th>
        </tr>
      </thead>
      <Gap heightPx={rows[0]?.start ?? 0} />
      <tbody>
        {rows.map(({ index, key }) => {
          const event = events[index]
          return event && <EventRow key={key} {...props} event={event} index={index} />
        })}
      </tbody>
      <Gap heightPx={virtualizer.getTotalSize() - (last?.end ?? 0)} />
    </table>
  )
}

/** One event, or several alike. Its topic is the link that opens it, and what j and k move between; a click anywhere does the same. */
function EventRow(props: EventTableProps & { event: StoredWebhook; index: number }) {
  const { event, index, hrefOf, activeId, onOpen, onUnfold, chosen, onChoose } = props
  const { webhookId, outcome, topic, repeats, lagMs } = event
  const [isActive, isChosen] = [webhookId === activeId, chosen.has(webhookId)]
  const open = ({ target }: MouseEvent) => {
    if (target instanceof Element && !target.closest('a, button, input')) onOpen(webhookId)
  }
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={isActive}
      className={`${isActive ? 'row-active' : ''} ${isChosen ? 'row-chosen' : ''}`}
      onClick={open}
    >
      <td className="c-choose">
        <input
          type="checkbox"
          aria-label={`Select ${topic}`}
          checked={isChosen}
          onChange={() => onChoose([webhookId], !isChosen)}
        />
      </td>
      <td className="c-time">
        <RowTime at={event.createdAt} />
      </td>
      <td className={`c-outcome is-${outcome}`}>
        <OutcomeIcon of={outcome} /> <span>{outcome}</span>
      </td>
      <td className="c-what">
        <span className="row-topic">
          <Link href={hrefOf(webhookId)} data-event={webhookId}>
            {topic}
          </Link>
          {repeats > 1 && (
            <button type="button" className="repeats" title="Show each of them" onClick={() => onUnfold(event)}>
              ×{count(repeats)}
            </button>
          )}
        </span>
        <span className="row-effect" title={event.effect}>
          <WithArrows>{event.effect}</WithArrows>
        </span>
      </td>
      <td className="c-session">
        <SessionName of={event} />
      </td>
      <td className="c-dialect">{event.dialect}</td>
      <td className={`c-lag number ${lagMs !== null && lagMs >= slowMs ? 'is-slow' : ''}`}>
        {lagMs === null ? '–' : elapsed(Math.max(0, lagMs))}
      </td>
    </tr>
  )
}
