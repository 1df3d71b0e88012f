import type { ChartTransition } from '../../../shared/session-chart.ts'
import type { Marks } from './marks.ts'

/** How a state or a transition is drawn. One word each, so that the page's style and the exported picture agree. */
export type Look = 'current' | 'last' | 'passed' | 'possible' | 'seen' | 'unseen' | 'plain'

export function lookOfState(id: string, { counts, current, passed }: Marks): Look {
  if (counts) return (counts.get(id) ?? 0) > 0 ? 'seen' : 'unseen'
  if (current.has(id)) return 'current'
  return passed.has(id) ? 'passed' : 'plain'
}

export function lookOfTransition(id: string, { counts, last, passed, possible }: Marks): Look {
  if (counts) return (counts.get(id) ?? 0) > 0 ? 'seen' : 'unseen'
  if (last.has(id)) return 'last'
  if (passed.has(id)) return 'passed'
  return possible.has(id) ? 'possible' : 'plain'
}

const strongest: readonly Look[] = ['last', 'passed', 'seen', 'possible', 'plain', 'unseen']

/** An arrow is drawn like the strongest of its transitions. */
export function lookOfArrow(transitions: readonly ChartTransition[], marks: Marks): Look {
  const looks = new Set(transitions.map(({ id }) => lookOfTransition(id, marks)))
  return strongest.find((look) => looks.has(look)) ?? 'plain'
}

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** A count in at most five characters, such as "12", "1.2K" or "34M". */
export function shortCount(count: number): string {
  return short.format(count)
}
