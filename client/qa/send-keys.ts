import type { SessionState } from '../../shared/advance.ts'
import { groupBy } from '../../shared/group-by.ts'
import { sessionChart } from '../../shared/session-chart.ts'
import { type RequestType, SessionEvent } from '../../shared/session-status.ts'
import { lanesOf } from './chart/lay-out.ts'
import { possibleEvents, possibleFrom } from './chart/marks.ts'

/** The events of a region, as the chart has them, those that leave it where it is included. */
export interface LaneEvents {
  readonly region: string
  readonly events: readonly SessionEvent[]
}

const lanes: readonly LaneEvents[] = (() => {
  const known = new Set<SessionEvent>()
  const regions = lanesOf(sessionChart).map(({ name, transitions, stays }) => {
    const own = [...new Set([...transitions, ...stays].map(({ event }) => event))].filter((event) => !known.has(event))
    const ordered = SessionEvent.options.filter((event) => own.includes(event))
    for (const event of ordered) known.add(event)
    return { region: name, events: ordered }
  })
  return regions
})()

const digits = '1234567890'

/** What can be sent to a session in `state`, lane by lane, each with its key as far as there are digits; and what cannot. */
export function toSendKeys(
  state: SessionState,
  requestType: RequestType | undefined,
  isRefused: (event: SessionEvent) => boolean,
) {
  const possible = new Set(possibleEvents(state, requestType).filter((event) => !isRefused(event)))
  const byLane = lanes.map(({ region, events }) => ({ region, events: events.filter((event) => possible.has(event)) }))
  const inOrder = byLane.flatMap(({ events }) => events)
  const keys = new Map(inOrder.slice(0, digits.length).map((event, index) => [event, digits[index] ?? '']))
  const impossible = lanes.flatMap(({ events }) => events.filter((event) => !possible.has(event)))
  const ways = possibleFrom(state, requestType).filter(({ event }) => possible.has(event))
  /** Of several events that lead to a state, choosing it sends the one that is called like it. */
  const byState = new Map(
    [...groupBy(ways, ({ to }) => to)].flatMap(([to, same]) => {
      const chosen = same.find(({ event }) => event === to) ?? same[0]
      return chosen ? [[to, chosen.event] as const] : []
    }),
  )
  return { byLane: byLane.filter(({ events }) => events.length > 0), keys, impossible, possible, byState }
}

export type SendKeys = ReturnType<typeof toSendKeys>
