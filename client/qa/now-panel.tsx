import { useQuery } from '@tanstack/react-query'
import type { SessionState } from '../../shared/advance.ts'
import { sessionChart } from '../../shared/session-chart.ts'
import { stateIdsOf } from '../../shared/state-ids.ts'
import { isEnded } from '../live/is-ended.ts'
import { elapsed } from '../timeline/elapsed.ts'
import { trpc } from '../trpc.ts'
import { lanesOf } from './chart/lay-out.ts'
import type { Stay } from './past.ts'

const lanes = lanesOf(sessionChart).map(({ name }) => name)
const renewEveryMs = 60_000

/** Where each region is, for how long, and how long all sessions stayed there. `nowMs` is the moment that is looked at. */
export function NowPanel(props: { state: SessionState; stays: ReadonlyMap<string, readonly Stay[]>; nowMs: number }) {
  const { state, stays, nowMs } = props
  const { data } = useQuery(
    trpc.qa.coverage.queryOptions(undefined, { staleTime: renewEveryMs, refetchInterval: renewEveryMs }),
  )
  const here = stateIdsOf(state)
  const isOver = isEnded(state.status) // nothing is late in it any more
  const isMeasured = !isOver && (data?.states.some(({ id, dwell }) => here.includes(id) && dwell) ?? false)
  return (
    <section className="qa-section" aria-label="Now">
      <h2>Now</h2>
      <dl className="qa-now">
        {lanes.map((region) => {
          const id = here.find((one) => one.startsWith(`${region}.`)) ?? ''
          const since = stays.get(region)?.at(-1)?.fromMs ?? nowMs
          const lastedMs = Math.max(0, nowMs - since)
          const dwell = data?.states.find((one) => one.id === id)?.dwell ?? null
          return (
            <div key={region}>
              <dt>{region}</dt>
              <dd>
                <b>{id.split('.')[1]}</b>
                <span>{elapsed(roundedMs(lastedMs))}</span>
                {dwell && !isOver && <Gauge lastedMs={lastedMs} medianMs={dwell.medianMs} p95Ms={dwell.p95Ms} />}
              </dd>
            </div>
          )
        })}
      </dl>
      {isMeasured && data && (
        <p className="qa-soft qa-tiny">
          <span className="qa-tick-half" aria-hidden="true" /> half,{' '}
          <span className="qa-tick-most" aria-hidden="true" /> 95 % of {data.sessions} sessions have left by here
        </p>
      )}
    </section>
  )
}

/** How long it lasts, against half and nearly all that were there. The bar ends a quarter beyond the longer of the two. */
function Gauge({ lastedMs, medianMs, p95Ms }: { lastedMs: number; medianMs: number; p95Ms: number }) {
  const end = Math.max(lastedMs, p95Ms, 1) * 1.25
  const share = (ms: number) => `${Math.min(100, (ms / end) * 100)}%`
  const isLate = lastedMs > p95Ms
  const words = `half have left by ${elapsed(medianMs)}, 95 % by ${elapsed(p95Ms)}`
  return (
    <span
      className={isLate ? 'qa-gauge qa-gauge-late' : 'qa-gauge'}
      role="img"
      aria-label={isLate ? `late: ${words}` : words}
      title={words}
    >
      <i style={{ width: share(lastedMs) }} />
      <u className="qa-gauge-half" style={{ left: share(medianMs) }} />
      <u style={{ left: share(p95Ms) }} />
    </span>
  )
}

/** Whole seconds from a second on, so that what counts up does not flicker. */
export function roundedMs(ms: number): number {
  return ms < 1_000 ? ms : Math.floor(ms / 1_000) * 1_000
}
