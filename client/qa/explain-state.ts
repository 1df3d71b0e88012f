import type { SessionState } from '../../shared/advance.ts'
import { rejectionReason } from '../../shared/explain-event.ts'
import { sessionChart, transitionsOf } from '../../shared/session-chart.ts'
import type { RequestType, SessionEvent } from '../../shared/session-status.ts'
import { stateIdsOf } from '../../shared/state-ids.ts'
import type { Marks } from './chart/marks.ts'

/** What a state is told by, beside the chart: what leads there from here, what must be so for it, and which key sends it. */
export function explainState(
  stateId: string,
  state: SessionState,
  {
    keys,
    requestType,
    canSend,
  }: { keys: ReadonlyMap<SessionEvent, string>; requestType?: RequestType; canSend: boolean },
): string[] {
  const here = new Set(stateIdsOf(state))
  if (here.has(stateId)) return [`${sayState(stateId)}: the session is here`]
  const ways = transitionsOf(sessionChart).filter(({ from, to }) => to === stateId && here.has(from))
  if (ways.length === 0) return [sayState(stateId), 'No transition leads here from where the session is.']
  return ways.flatMap(({ event, guard }) => {
    const why = rejectionReason(state, event, requestType)
    if (why !== null) return [`${event}: ${why}`]
    const key = keys.get(event)
    const holds = guard ? `Guard ${guard} holds.` : 'Nothing else is needed.'
    return [event, canSend && key ? `${holds} ${key} sends it.` : holds]
  })
}

/** The same where sessions are counted: how often it was entered, and by what. */
export function explainCount(stateId: string, { counts, isLacking }: Marks): string[] {
  const ways = transitionsOf(sessionChart).filter(({ to }) => to === stateId)
  const say = (count: number) => (count > 0 ? `${count} times` : isLacking ? 'no test takes it' : 'never')
  return [
    `${sayState(stateId)}: entered ${say(counts?.get(stateId) ?? 0)}`,
    ...ways.map(({ id, from, event }) => `${event} from ${from.split('.')[1]}: ${say(counts?.get(id) ?? 0)}`),
  ]
}

function sayState(id: string): string {
  return id.replace('.', ' ')
}
