import type { ReactNode } from 'react'
import { sessionChart, statesOf, transitionsOf } from '../../shared/session-chart.ts'
import { ChartView } from './chart/chart-view.tsx'
import { type Look, lookOfTransition, type Marks } from './chart/marks.ts'
import { type Exported, ExportMenu } from './export-menu.tsx'
import type { ModeProps } from './qa-search.ts'

interface StageProps extends ModeProps {
  readonly marks: Marks
  /** What the drawing shows, in a sentence. */
  readonly label: string
  readonly exported: Exported
  /** Whether the past is shown, or anything else that nothing can be sent to. */
  readonly isReadOnly?: boolean
  readonly children?: ReactNode
}

/** The chart or its table, with what belongs to either: a legend, and ways to take it along. */
export function Stage({ search, onChange, marks, label, exported, isReadOnly = false, children }: StageProps) {
  return (
    <section className={isReadOnly ? 'qa-stage qa-past' : 'qa-stage'} aria-label="State machine">
      <div className="qa-bar">
        <fieldset className="qa-choice">
          <legend className="visually-hidden">Show as</legend>
          {(['chart', 'table'] as const).map((view) => (
            <button
              key={view}
              type="button"
              aria-pressed={search.view === view}
              onClick={() => onChange({ view }, { replace: true })}
            >
              {view === 'chart' ? 'Chart' : 'Table'}
            </button>
          ))}
        </fieldset>
        {children}
        <ExportMenu marks={marks} exported={exported} />
      </div>
      {search.view === 'table' ? (
        <TransitionTable marks={marks} label={label} />
      ) : (
        <>
          <ChartView marks={marks} label={label} />
          <Legend isCounting={marks.counts !== null} />
        </>
      )}
    </section>
  )
}

const names = new Map(statesOf(sessionChart).map(({ id, name }) => [id, name]))

const lookTexts = {
  current: 'now',
  last: 'taken last',
  passed: 'taken',
  possible: 'possible now',
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
            <th scope="col">Region</th>
            <th scope="col">State</th>
            <th scope="col">Event</th>
            <th scope="col">Next</th>
            <th scope="col">Requires</th>
            <th scope="col">{marks.counts ? 'Count' : 'In this session'}</th>
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
                <td>{marks.counts ? (marks.counts.get(transition.id) ?? 0) : lookTexts[look]}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

const path = [
  ['current', 'current state'],
  ['passed', 'path taken'],
  ['last', '● last transition'],
  ['possible', 'possible next'],
  ['plain', 'not possible now'],
] as const

const counting = [
  ['seen', 'seen, with count'],
  ['unseen', 'never seen'],
] as const

/** What the drawing's lines and fills mean. Bar on the left: a region starts there. Double frame: nothing leads out. */
function Legend({ isCounting }: { isCounting: boolean }) {
  return (
    <ul className="qa-legend" aria-label="Legend">
      {(isCounting ? counting : path).map(([look, text]) => (
        <li key={look}>
          <span className={`qa-sample qa-sample-${look}`} aria-hidden="true" /> {text}
        </li>
      ))}
      <li>
        <span className="qa-sample qa-sample-initial" aria-hidden="true" /> initial
      </li>
      <li>
        <span className="qa-sample qa-sample-final" aria-hidden="true" /> final
      </li>
    </ul>
  )
}
