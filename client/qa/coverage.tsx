import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'wouter'
import { groupBy } from '../../shared/group-by.ts'
import { elapsed } from '../timeline/elapsed.ts'
import { type SessionCoverage, trpc } from '../trpc.ts'
import { usePageTitle } from '../ui/shell.tsx'
import { countMarks, noMarks } from './chart/marks.ts'
import { ChartPane } from './chart-pane.tsx'
import { explainCount } from './explain-state.ts'
import { HoursDock } from './hours-dock.tsx'
import { roundedMs } from './now-panel.tsx'
import { Problem } from './parts.tsx'
import { type ModeProps, type QaSearch, urlOf } from './qa-search.ts'
import { countNotes } from './state-notes.ts'
import { Workspace } from './workspace.tsx'

const lookEveryMs = 5_000
const countingMs = 300

/** What all sessions did: how often, for how long, what never, and who stands still. */
export function Coverage(mode: ModeProps) {
  const query = useQuery(
    trpc.qa.coverage.queryOptions(undefined, {
      refetchInterval: ({ state: { data } }) => (data && data.counted < data.sessions ? countingMs : lookEveryMs),
    }),
  )
  const { data } = query
  const marks = useMemo(() => (data ? countMarks(countsOf(data)) : noMarks), [data])
  const notes = useMemo(() => countNotes(data?.states ?? []), [data])
  usePageTitle('Coverage – State machine – NELFUND Connect')
  return (
    <Workspace
      mode={mode}
      marks={marks}
      exported={{ name: 'coverage', json: data ? async () => data : null }}
      rail={<Stalled coverage={data ?? null} search={mode.search} />}
      centre={
        <ChartPane
          {...mode}
          marks={marks}
          notes={notes}
          label="State machine: how often each state and transition was reached"
          explain={(id) => explainCount(id, marks)}
          title={
            <>
              <h2>{data ? `All ${number.format(data.sessions)} sessions` : 'All sessions'}</h2>
              <span className="qa-say" role="status">
                {data ? summary(data) : query.isPending ? 'Counting…' : ''}
              </span>
            </>
          }
          notice={query.isError && !data && <Problem onAct={query.refetch}>The sessions could not be counted.</Problem>}
        />
      }
      sideLabel="States"
      side={data && <States coverage={data} />}
      dock={data && <HoursDock hours={data.hours} />}
    />
  )
}

const number = new Intl.NumberFormat('en')

function summary({ sessions, counted, transitions, states }: SessionCoverage): string {
  if (sessions === 0) return 'There is no session yet.'
  if (counted < sessions)
    return `Counting, newest first: ${number.format(counted)} of ${number.format(sessions)} so far.`
  const unseen = transitions.filter(({ count }) => count === 0).length
  const never = states.filter(({ entered }) => entered === 0).length
  if (unseen + never === 0) return 'every state and transition was seen'
  return `${unseen} of ${transitions.length} transitions and ${never} of ${states.length} states never seen`
}

function countsOf({ states, transitions }: SessionCoverage): ReadonlyMap<string, number> {
  return new Map([
    ...states.map(({ id, entered }): [string, number] => [id, entered]),
    ...transitions.map(({ id, count }): [string, number] => [id, count]),
  ])
}

function States({ coverage }: { coverage: SessionCoverage }) {
  const regions = groupBy(coverage.states, ({ id }) => id.split('.')[0] ?? '')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="qa-section qa-table" aria-label="How long they stay" tabIndex={0}>
      <h2>How long they stay</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Entered</th>
            <th scope="col">Now</th>
            <th scope="col">Median</th>
            <th scope="col">95 %</th>
          </tr>
        </thead>
        {[...regions].map(([region, states]) => (
          <tbody key={region}>
            <tr>
              <th scope="rowgroup" colSpan={5}>
                {region}
              </th>
            </tr>
            {states.map(({ id, entered, now, dwell }) => (
              <tr key={id} className={entered === 0 ? 'qa-row-unseen' : ''}>
                <th scope="row">{id.split('.')[1]}</th>
                <td>{entered === 0 ? 'never' : number.format(entered)}</td>
                <td>{number.format(now)}</td>
                <td>{dwell ? elapsed(roundedMs(dwell.medianMs)) : '–'}</td>
                <td>{dwell ? elapsed(roundedMs(dwell.p95Ms)) : '–'}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

function Stalled({ coverage, search }: { coverage: SessionCoverage | null; search: QaSearch }) {
  const stuck = coverage?.stuck ?? []
  return (
    <nav className="qa-rail" aria-label="Standing still">
      <div className="qa-rail-head">
        <h2>Standing still · {stuck.length}</h2>
      </div>
      <div className="qa-rail-rows">
        {stuck.length === 0 && (
          <p className="qa-soft">
            None. A session is listed once it has been in a state longer than 95 % of those that have left it.
          </p>
        )}
        <ul>
          {stuck.map(({ sessionId, state, stillMs, p95Ms }) => (
            <li key={`${sessionId} ${state}`}>
              <Link className="qa-row" href={urlOf({ ...search, mode: 'follow', session: sessionId, event: null })}>
                <code>{sessionId.slice(0, 8)}</code>
                <em className="qa-late">{`×${Math.max(1, Math.round(stillMs / Math.max(1, p95Ms)))} p95`}</em>
                <span>{state.replace('.', ' ')}</span>
                <em>{elapsed(roundedMs(stillMs))}</em>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  )
}
