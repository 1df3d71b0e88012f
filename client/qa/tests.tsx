import { sessionChart, statesOf, transitionsOf } from '../../shared/session-chart.ts'
import { usePageTitle } from '../ui/shell.tsx'
import { countMarks } from './chart/marks.ts'
import counted from './chart/test-coverage.json'
import { ChartPane } from './chart-pane.tsx'
import { explainCount } from './explain-state.ts'
import type { ModeProps } from './qa-search.ts'
import { Workspace } from './workspace.tsx'

const counts = new Map<string, number>(Object.entries({ ...counted.states, ...counted.transitions }))
const marks = countMarks(counts, { isLacking: true })
const lacking = [...statesOf(sessionChart), ...transitionsOf(sessionChart)].filter(
  ({ id }) => (counts.get(id) ?? 0) === 0,
)

/** What the project's own tests drove through the real server, by the record that they wrote; what none of them takes is a fault. */
export function Tests(mode: ModeProps) {
  usePageTitle('Test coverage – State machine – NELFUND Connect')
  return (
    <Workspace
      mode={mode}
      marks={marks}
      exported={{ name: 'test-coverage', json: async () => counted }}
      rail={
        <nav className="qa-rail" aria-label="Not tested">
          <div className="qa-rail-head">
            <h2>Not tested · {lacking.length}</h2>
          </div>
          <div className="qa-rail-rows">
            {lacking.length === 0 && <p className="qa-soft">No test is missing.</p>}
            <ul className="qa-plain">
              {lacking.map(({ id }) => (
                <li key={id}>
                  <code>{id}</code>
                </li>
              ))}
            </ul>
          </div>
        </nav>
      }
      centre={
        <ChartPane
          {...mode}
          marks={marks}
          label="State machine: how often the tests reached each state and transition"
          explain={(id) => explainCount(id, marks)}
          title={
            <>
              <h2>The project’s tests</h2>
              <span className="qa-say" role="status">
                {`${counted.sessions} sessions through the real server; ${
                  lacking.length === 0
                    ? 'every state and transition is covered'
                    : `${lacking.length} states and transitions are not covered`
                }`}
              </span>
            </>
          }
        />
      }
      sideLabel="Tests"
      side={
        <section className="qa-section">
          <h2>Where this is from</h2>
          <p>
            The test of the model drives every transition from every reachable state through a real server, and reads
            from that server how often each happened. What it read is written down by the test itself, and shown here.
          </p>
          <p className="qa-soft">A transition that is added to the machine stands here in red until a test takes it.</p>
        </section>
      }
      dock={null}
    />
  )
}
