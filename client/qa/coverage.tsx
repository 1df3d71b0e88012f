import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { Link } from 'wouter'
import type { SessionCoverage } from '../../shared/session-coverage.ts'
import { elapsed } from '../timeline/elapsed.ts'
import { trpc } from '../trpc.ts'
import { clientIpOf, type QaAddress } from './address.ts'
import { countMarks, noMarks } from './chart/marks.ts'
import { Stage } from './stage.tsx'
import type { ChangeAddress } from './use-address.ts'

const lookEveryMs = 5_000
const countingMs = 300

/** What all sessions did: how often, for how long, what never, and who stands still. */
export function Coverage({ address, onChange }: { address: QaAddress; onChange: ChangeAddress }) {
  const query = useQuery(
    trpc.qa.coverage.queryOptions(undefined, {
      refetchInterval: ({ state: { data } }) => (data && data.counted < data.sessions ? countingMs : lookEveryMs),
    }),
  )
  const { data } = query
  const marks = useMemo(() => (data ? countMarks(countsOf(data)) : noMarks), [data])

  useEffect(() => {
    document.title = 'Coverage – State machine – NELFUND Connect'
  }, [])

  return (
    <>
      <p className="qa-status" role="status">
        {data && summary(data)}
        {query.isPending && 'Counting…'}
      </p>
      {query.isError && !data && (
        <p className="qa-problem" role="alert">
          The sessions could not be counted.{' '}
          <button type="button" onClick={() => void query.refetch()}>
            Try again
          </button>
        </p>
      )}
      <Stage
        address={address}
        onChange={onChange}
        marks={marks}
        label="State machine: how often all sessions were where"
        exported={{ name: 'coverage', json: data ?? null }}
      />
      {data && (
        <div className="qa-columns">
          <States coverage={data} />
          <Stuck coverage={data} address={address} />
        </div>
      )}
    </>
  )
}

const number = new Intl.NumberFormat('en')

function summary({ sessions, counted, transitions, states }: SessionCoverage): string {
  const unseen = [...transitions.filter(({ count }) => count === 0), ...states.filter(({ entered }) => entered === 0)]
  const rest = unseen.length === 0 ? 'everything was seen' : `${unseen.length} states and transitions were never seen`
  if (sessions === 0) return 'There is no session yet: nothing was seen.'
  if (counted < sessions)
    return `Counting, the newest first: ${number.format(counted)} of ${number.format(sessions)} sessions so far.`
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
      <h2>How long they stay</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Entered</th>
            <th scope="col">There now</th>
            <th scope="col">Median</th>
            <th scope="col">95 %</th>
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

function Stuck({ coverage: { stuck }, address }: { coverage: SessionCoverage; address: QaAddress }) {
  return (
    <section className="qa-panel" aria-label="Standing still">
      <h2>Standing still longer than their like</h2>
      {stuck.length === 0 && (
        <p className="quiet">
          None. A session is listed when it has been in a state longer than 95 % of those that left it.
        </p>
      )}
      <ul className="qa-sessions">
        {stuck.map(({ sessionId, state, stillMs, p95Ms }) => (
          <li key={`${sessionId} ${state}`}>
            <Link href={clientIpOf({ ...address, mode: 'follow', session: sessionId, event: null })}>
              {sessionId.slice(0, 8)}
            </Link>{' '}
            <strong>{state}</strong>{' '}
            <span className="quiet">
              for {elapsed(stillMs)}; 95 % leave within {elapsed(p95Ms)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
