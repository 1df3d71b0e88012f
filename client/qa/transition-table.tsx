import { sessionChart, statesOf, transitionsOf } from '../../shared/session-chart.ts'
import type { Look } from './chart/look-of.ts'
import { lookOfTransition } from './chart/look-of.ts'
import type { Marks } from './chart/marks.ts'

const names = new Map(statesOf(sessionChart).map(({ id, name }) => [id, name]))

const words = {
  current: 'now',
  last: 'taken last',
  passed: 'taken',
  possible: 'possible now',
  seen: 'seen',
  unseen: 'never seen',
  plain: '–',
} satisfies Record<Look, string>

/** The machine in words: every transition, and what the chart would show of it. */
export function TransitionTable({ marks, label }: { marks: Marks; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="qa-table" aria-label="Transitions" tabIndex={0}>
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">Region</th>
            <th scope="col">State</th>
            <th scope="col">Event</th>
            <th scope="col">Next</th>
            <th scope="col">Needs</th>
            <th scope="col">{marks.counts ? 'Times' : 'In this session'}</th>
          </tr>
        </thead>
        <tbody>
          {transitionsOf(sessionChart).map((transition) => {
            const look = lookOfTransition(transition.id, marks)
            const isHere = marks.current.has(transition.from)
            return (
              <tr key={transition.id} className={`qa-row-${look}`}>
                <td>{transition.region}</td>
                <th scope="row">
                  {names.get(transition.from)}
                  {isHere && ' (now)'}
                </th>
                <td className="code">{transition.event}</td>
                <td>{names.get(transition.to)}</td>
                <td>{transition.guard ?? ''}</td>
                <td>{marks.counts ? (marks.counts.get(transition.id) ?? 0) : words[look]}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
