import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import type { StoredWebhook } from '../../../shared/admin-webhook.ts'
import { EventRow } from './event-row.tsx'

const rowPx = 44
const headPx = 40
const overscan = 12
const nearEnd = 10

interface EventTableProps {
  readonly events: readonly StoredWebhook[]
  readonly hasMore: boolean
  readonly onMore: () => void
  readonly hrefOf: (webhookId: string) => string
  readonly activeId: string | null
  readonly onActive: (webhookId: string) => void
  /** The element that scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>
}

/** The events as a table of which only the rows in sight are in the page. More is asked for as the end comes near. */
export function EventTable({ events, hasMore, onMore, hrefOf, activeId, onActive, scroller }: EventTableProps) {
  const activeIndex = events.findIndex(({ webhookId }) => webhookId === activeId)
  const virtualizer = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => events[index]?.webhookId ?? index,
    overscan,
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

  const above = rows[0]?.start ?? 0
  const below = virtualizer.getTotalSize() - (last?.end ?? 0)
  return (
    <table className="log-table" aria-label="Events, newest first" aria-rowcount={hasMore ? -1 : events.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" className="log-time">
            Received
          </th>
          <th scope="col" className="log-topic">
            Topic
          </th>
          <th scope="col" className="log-outcome">
            Outcome
          </th>
          <th scope="col" className="log-id">
            Webhook
          </th>
          <th scope="col" className="log-id log-wide">
            Session or key
          </th>
          <th scope="col" className="log-id log-wide">
            Organization
          </th>
        </tr>
      </thead>
      <Gap heightPx={above} />
      <tbody>
        {rows.map(({ index, key }) => {
          const event = events[index]
          return (
            event && (
              <EventRow
                key={key}
                event={event}
                index={index}
                href={hrefOf(event.webhookId)}
                isActive={index === activeIndex}
                onActive={() => onActive(event.webhookId)}
              />
            )
          )
        })}
      </tbody>
      <Gap heightPx={below} />
    </table>
  )
}

/** The room of rows that are not in the page. */
function Gap({ heightPx }: { heightPx: number }) {
  return (
    heightPx > 0 && (
      <tbody aria-hidden="true">
        <tr>
          <td className="log-gap" style={{ height: heightPx }} />
        </tr>
      </tbody>
    )
  )
}
