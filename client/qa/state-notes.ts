import { sessionChart, statesOf } from '../../shared/session-chart.ts'
import { elapsed } from '../timeline/elapsed.ts'
import { lookOfState, type Marks } from './chart/marks.ts'
import { roundedMs } from './now-panel.tsx'
import type { Stay } from './past.ts'
import type { SendKeys } from './send-keys.ts'

/** The second line of each state: how long it lasted, that it was skipped, or the key that sends what leads there. */
export function notesOf(
  marks: Marks,
  stays: ReadonlyMap<string, readonly Stay[]>,
  nowMs: number,
  send: SendKeys | null,
) {
  const notes = new Map<string, string>()
  for (const list of stays.values()) {
    for (const { stateId, fromMs, toMs } of list) {
      notes.set(
        stateId,
        toMs === null ? `for ${elapsed(roundedMs(Math.max(0, nowMs - fromMs)))}` : elapsed(toMs - fromMs),
      )
    }
  }
  for (const { id } of statesOf(sessionChart)) {
    const look = lookOfState(id, marks)
    if (look === 'skipped') notes.set(id, 'skipped')
    if (look !== 'possible' || !send) continue
    const event = send.byState.get(id)
    const key = event && send.keys.get(event)
    if (event) notes.set(id, key ? `send · ${key}` : 'click sends')
  }
  return notes
}

/** The second line of a state where all sessions are counted. */
export function countNotes(
  states: readonly { id: string; now: number; dwell: { medianMs: number; p95Ms: number } | null }[],
) {
  return new Map(
    states.map(({ id, now, dwell }) => [
      id,
      dwell ? sayDwell(short(dwell.medianMs), short(dwell.p95Ms)) : now > 0 ? `${now} there now` : '',
    ]),
  )
}

function sayDwell(median: string, p95: string): string {
  const words = `${median} · p95 ${p95}`
  return words.length <= mostSigns ? words : `${median} · ${p95}`
}

/** As many as a state has room for. */
const mostSigns = 17

/** A length of time in the larger of its two units alone, where there is little room. */
export function short(ms: number): string {
  return elapsed(ms < 1_000 ? ms : roundedMs(ms)).match(/^\S+ \S+/)?.[0] ?? ''
}
