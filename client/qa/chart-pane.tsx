import type { ReactNode } from 'react'
import { sessionChart, statesOf, transitionsOf } from '../../shared/session-chart.ts'
import { type ChartProps, ChartView } from './chart/chart-view.tsx'
import { type Look, lookOfTransition, type Marks } from './chart/marks.ts'
import type { ModeProps } from './qa-search.ts'

interface ChartPaneProps extends ModeProps, ChartProps {
  /** What stands above the chart: whose it is. */
  readonly title: ReactNode
  /** More buttons at its end. */
  readonly actions?: ReactNode
  /** Between the two, such as what is wrong. */
  readonly notice?: ReactNode
  /** Whether the past is shown. */
  readonly isPast?: boolean
  readonly onSkips?: (shows: boolean) => void
  /** Instead of the chart, where there is nothing to draw. */
  readonly instead?: ReactNode
}

/** The chart or its table, under whose it is. */
export function ChartPane(props: ChartPaneProps) {
  const { search, onChange, title, actions, notice, isPast = false, onSkips, instead, ...chart } = props
  const isTable = search.view === 'table'
  return (
    <main className={isPast ? 'qa-centre qa-past' : 'qa-centre'} aria-label="State machine">
      <div>
        <div className="qa-head-row">
          {title}
          {actions}
          {onSkips && (
            <button
              type="button"
              className="qa-button"
              aria-pressed={chart.showsSkips ?? false}
              onClick={() => onSkips(!chart.showsSkips)}
            >
              Show skips
            </button>
          )}
          {!instead && (
            <button
              type="button"
              className="qa-button"
              aria-pressed={isTable}
              onClick={() => onChange({ view: isTable ? 'chart' : 'table' }, { replace: true })}
            >
              Table
            </button>
          )}
        </div>
        {notice}
      </div>
      <div className="qa-pane">
        {instead ?? (isTable ? <TransitionTable marks={chart.marks} label={chart.label} /> : <ChartView {...chart} />)}
      </div>
    </main>
  )
}

const names = new Map(statesOf(sessionChart).map(({ id, name }) => [id, name]))

const lookTexts = {
  current: 'now',
  last: 'taken last',
  passed: 'taken',
  possible: 'possible now',
  skipped: '–',
  seen: 'seen',
  unseen: 'never seen',
  plain: '–',
} satisfies Record<Look, string>

/** The machine in words: every transition, and what the chart would show of it. */
function TransitionTable({ marks, label }: { marks: Marks; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="qa-table" aria-label="Transitions" tabIndex={0}>
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Event</th>
            <th scope="col">Next</th>
            <th scope="col">Requires</th>
            <th scope="col">{marks.counts ? 'Count' : 'In this session'}</th>
          </tr>
        </thead>
        {sessionChart.regions.map(({ name, transitions, stays }) => (
          <tbody key={name}>
            <tr>
              <th scope="rowgroup" colSpan={5}>
                {name}
              </th>
            </tr>
            {transitions.map((transition) => {
              const look = lookOfTransition(transition.id, marks)
              const isHere = marks.current.has(transition.from)
              return (
                <tr key={transition.id} className={`qa-row-${look}`}>
                  <th scope="row">
                    {names.get(transition.from)}
                    {isHere && ' (now)'}
                  </th>
                  <td className="code">{transition.event}</td>
                  <td>{names.get(transition.to)}</td>
                  <td>{transition.guard ?? ''}</td>
                  <td>{marks.counts ? (marks.counts.get(transition.id) ?? 0) : lookTexts[look]}</td>
                </tr>
              )
            })}
            {stays.map((stay) => (
              <tr key={stay.id}>
                <th scope="row">{names.get(stay.state)}</th>
                <td className="code">{stay.event}</td>
                <td>stays</td>
                <td>{stay.guard ?? ''}</td>
                <td>–</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      <p className="qa-soft">
        {transitionsOf(sessionChart).length} transitions.{' '}
        {sessionChart.guards.map(({ name, text }) => `${name}: ${text}.`).join(' ')}
      </p>
    </section>
  )
}
