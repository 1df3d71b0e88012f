import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'wouter'
import { elapsed } from '../timeline/elapsed.ts'
import { type SessionCoverage, trpc } from '../trpc.ts'
import { usePageTitle } from '../ui/shell.tsx'
import { countMarks, noMarks } from './chart/marks.ts'
import counted from './chart/test-coverage.json'
import { Panel, Problem } from './qa-parts.tsx'
import { type ModeProps, type QaSearch, urlOf } from './qa-search.ts'
import { Stage } from './stage.tsx'

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
  usePageTitle('Coverage – State machine – NELFUND Connect')

  return (
    <>
      <p className="qa-status" role="status">
        {data && summary(data)}
        {query.isPending && 'Counting…'}
      </p>
      {query.isError && !data && <Problem onAct={query.refetch}>The sessions could not be counted.</Problem>}
      <Stage
        {...mode}
        marks={marks}
        label="State machine: how often each state and transition was reached"
        exported={{ name: 'coverage', json: data ?? null }}
      />
      {data && (
        <div className="qa-columns">
          <States coverage={data} />
          <Stuck coverage={data} search={mode.search} />
        </div>
      )}
    </>
  )
}

const number = new Intl.NumberFormat('en')

function summary({ sessions, counted, transitions, states }: SessionCoverage): string {
  const unseen = [...transitions.filter(({ count }) => count === 0), ...states.filter(({ entered }) => entered === 0)]
  const rest =
    unseen.length === 0
      ? 'every state and transition was seen'
      : `${unseen.length} states and transitions were never seen`
  if (sessions === 0) return 'There is no session yet.'
  if (counted < sessions)
    return `Counting, newest first: ${number.format(counted)} of ${number.format(sessions)} sessions so far.`
  return `Over ${sessions === 1 ? 'one session' : `all ${number.format(sessions)} sessions`}; ${rest}.`
}

function countsOf({ states, transitions }: SessionCoverage): ReadonlyMap<string, number> {
  return new Map([
    ...states.map(({ id, entered }): [string, number] => [id, entered]),
    ...transitions.map(({ id, count }): [string, number] => [id, count]),
  ])
}

function States({ coverage }: { coverage: SessionCoverage }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="qa-panel qa-table" aria-label="States" tabIndex={0}>
      <h2>Time in each state</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Entered</th>
            <th scope="col">Now</th>
            <th scope="col">Median</th>
            <th scope="col">p95</th>
            <th scope="col">Longest</th>
          </tr>
        </thead>
        <tbody>
          {coverage.states.map(({ id, entered, now, dwell }) => (
            <tr key={id} className={entered === 0 ? 'qa-row-unseen' : ''}>
              <th scope="row">{id}</th>
              <td>{entered === 0 ? 'never seen' : entered}</td>
              <td>{now}</td>
              <td>{dwell ? elapsed(dwell.medianMs) : '–'}</td>
              <td>{dwell ? elapsed(dwell.p95Ms) : '–'}</td>
              <td>{dwell ? elapsed(dwell.maxMs) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Stuck({ coverage: { stuck }, search }: { coverage: SessionCoverage; search: QaSearch }) {
  return (
    <Panel label="Stalled sessions">
      {stuck.length === 0 && (
        <p className="quiet">
          None. A session is listed once it has been in a state longer than 95% of those that have left it.
        </p>
      )}
      <ul className="qa-sessions">
        {stuck.map(({ sessionId, state, stillMs, p95Ms }) => (
          <li key={`${sessionId} ${state}`}>
            <Link href={urlOf({ ...search, mode: 'follow', session: sessionId, event: null })}>
              {sessionId.slice(0, 8)}
            </Link>{' '}
            <strong>{state}</strong>{' '}
            <span className="quiet">
              for {elapsed(stillMs)}; 95% leave within {elapsed(p95Ms)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

const counts = new Map<string, number>(Object.entries({ ...counted.states, ...counted.transitions }))
const marks = countMarks(counts)
const unseen = [...counts.values()].filter((count) => count === 0).length

/** What the project's own tests drive through the real server, counted by those tests themselves. */
export function TestCoverage(mode: ModeProps) {
  usePageTitle('Test coverage – State machine – NELFUND Connect')
  return (
    <>
      <p className="qa-status" role="status">
        The project’s tests drive {counted.sessions} sessions through the real server;{' '}
        {unseen === 0 ? 'every state and transition is covered.' : `${unseen} states and transitions are not covered.`}
      </p>
      <Stage
        {...mode}
        marks={marks}
        label="State machine: how often the tests reached each state and transition"
        exported={{ name: 'test-coverage', json: counted }}
      />
    </>
  )
}
