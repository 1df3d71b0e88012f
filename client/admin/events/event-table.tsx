import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import { Link } from 'wouter'
import { OutcomeBadge } from '../../timeline/outcome-badge.tsx'
import { Timestamp } from '../../timeline/timestamp.tsx'
import type { StoredWebhook } from '../../trpc.ts'
import { TableHead } from '../console-parts.tsx'
import { attemptMessage, timesText } from './event-messages.ts'

const rowPx = 44
const headPx = 40
const overscan = 12
const nearEnd = 10

const columns = [
  ['Received', 'log-time'],
  ['Topic', 'log-topic'],
  ['Outcome', 'log-outcome'],
  ['Webhook', 'log-id'],
  ['Session or key', 'log-id log-wide'],
  ['Organization', 'log-id log-wide'],
] as const

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
      <TableHead columns={columns} />
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

/** One event in the log. Its topic is the link that opens it, and what j and k move between. */
function EventRow(props: {
  event: StoredWebhook
  index: number
  href: string
  isActive: boolean
  onActive: () => void
}) {
  const { event, index, href, isActive, onActive } = props
  const attempt = attemptMessage(event)
  return (
    <tr aria-rowindex={index + 2} className={isActive ? 'log-active' : undefined}>
      <td className="log-time">
        <Timestamp at={event.createdAt} />
      </td>
      <td className="log-topic">
        <Link href={href} data-event={event.webhookId} onFocus={onActive}>
          {event.topic}
        </Link>
      </td>
      <td className="log-outcome">
        <OutcomeBadge outcome={event.outcome} />
        {attempt && <span className="log-attempt"> {attempt}</span>}
        {event.redeliveries > 0 && (
          <span className="log-deliveries"> delivered {timesText(event.redeliveries + 1)}</span>
        )}
      </td>
      <td className="log-id">{event.webhookId}</td>
      <td className="log-id log-wide">{event.sessionId ?? event.connectionId ?? event.invitationId}</td>
      <td className="log-id log-wide">{event.organizationId}</td>
    </tr>
  )
}
