import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useServerTime } from '../live/server-clock.ts'
import { type SessionCoverage, trpc } from '../trpc.ts'
import { usePageTitle } from '../ui/shell.tsx'
import { countMarks, noMarks } from './chart/marks.ts'
import { ChartPane } from './chart-pane.tsx'
import { hoursOf, readSpan, type Span, writeSpan } from './coverage-span.ts'
import { explainCount } from './explain-state.ts'
import { HoursDock } from './hours-dock.tsx'
import { Problem } from './parts.tsx'
import type { ModeProps } from './qa-search.ts'
import { StalledRail } from './stalled-rail.tsx'
import { countNotes } from './state-notes.ts'
import { StaysTable } from './stays-table.tsx'
import { Workspace } from './workspace.tsx'

const lookEveryMs = 5_000
const countingMs = 300

/** What all sessions did, or those of a span: how often, for how long, what never, and who stands still. */
export function Coverage(mode: ModeProps) {
  const { search, onChange } = mode
  const nowMs = useServerTime()
  const asked = readSpan(search.span)
  const span = asked && hoursOf(asked, nowMs)
  const query = useQuery(
    trpc.qa.coverage.queryOptions(span ?? undefined, {
      refetchInterval: ({ state: { data } }) => (data && data.counted < data.sessions ? countingMs : lookEveryMs),
      placeholderData: keepPreviousData,
    }),
  )
  const { data } = query
  const isTime = search.measure === 'time'
  const marks = useMemo(
    () => (data ? countMarks(countsOf(data), isTime ? { lengths: mediansOf(data) } : {}) : noMarks),
    [data, isTime],
  )
  const notes = useMemo(() => countNotes(data?.states ?? []), [data])
  const choose = (chosen: Span | null) => onChange({ span: chosen && writeSpan(chosen) }, { replace: true })
  usePageTitle('Coverage – State machine – NELFUND Connect')
  return (
    <Workspace
      mode={mode}
      marks={marks}
      exported={{ name: 'coverage', json: data ? async () => data : null }}
      rail={<StalledRail coverage={data ?? null} search={search} />}
      centre={
        <ChartPane
          {...mode}
          marks={marks}
          notes={notes}
          label="State machine: how often each state and transition was reached"
          explain={(id) => explainCount(id, marks)}
          title={
            <>
              <h2>{titleOf(data, span !== null)}</h2>
              <span className="qa-say" role="status">
                {data ? summary(data, isTime) : query.isPending ? 'Counting…' : ''}
              </span>
            </>
          }
          actions={
            <>
              <select
                aria-label="Shown"
                value={search.measure}
                onChange={({ target }) =>
                  onChange({ measure: target.value === 'time' ? 'time' : 'counts' }, { replace: true })
                }
              >
                <option value="counts">Counts</option>
                <option value="time">Median time</option>
              </select>
              <select
                aria-label="Sessions of"
                value={search.span ?? ''}
                onChange={({ target }) => choose(readSpan(target.value))}
              >
                {Object.entries(spans).map(([value, text]) => (
                  <option key={value} value={value}>
                    {text}
                  </option>
                ))}
                {search.span !== null && !(search.span in spans) && <option value={search.span}>Chosen hours</option>}
              </select>
            </>
          }
          notice={query.isError && !data && <Problem onAct={query.refetch}>The sessions could not be counted.</Problem>}
        />
      }
      sideLabel="States"
      side={data && <StaysTable coverage={data} />}
      dock={data && <HoursDock hours={data.hours} span={span} onSpan={choose} />}
    />
  )
}

const spans: Readonly<Record<string, string>> = {
  '': 'All time',
  '3h': 'Last 3 h',
  '24h': 'Last 24 h',
  '72h': 'Last 3 d',
}

const number = new Intl.NumberFormat('en')

function titleOf(coverage: SessionCoverage | undefined, isSpan: boolean): string {
  if (!coverage) return 'All sessions'
  const { sessions, chosen } = coverage
  return isSpan
    ? `${number.format(chosen)} of ${number.format(sessions)} sessions`
    : `All ${number.format(sessions)} sessions`
}

function summary({ sessions, counted, chosen, transitions, states }: SessionCoverage, isTime: boolean): string {
  if (sessions === 0) return 'There is no session yet.'
  if (counted < sessions)
    return `Counting, newest first: ${number.format(counted)} of ${number.format(sessions)} so far.`
  if (chosen === 0) return 'None began in these hours.'
  if (isTime) return 'the darker, the longer half of them stay'
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

function mediansOf({ states }: SessionCoverage): ReadonlyMap<string, number> {
  return new Map(states.map(({ id, dwell }) => [id, dwell?.medianMs ?? 0]))
}
