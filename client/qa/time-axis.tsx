import type { TimelineEntry } from '../../shared/session-timeline.ts'
import { elapsed } from '../timeline/elapsed.ts'
import { Panel } from './qa-parts.tsx'

const width = 1000
const lanes = { came: 18, moved: 42, shown: 66 } as const
const tick = 7

/** When webhooks came, when they moved the session and when this page was told: three lanes on one time axis. */
export function TimeAxis(props: {
  entries: readonly TimelineEntry[]
  /** Milliseconds in server time, by version. */
  arrivals: ReadonlyMap<number, number>
  selected: TimelineEntry | null
}) {
  const { entries, arrivals, selected } = props
  const first = entries[0]
  if (!first) return null
  const startMs = Date.parse(first.receivedAt ?? first.at)
  const shown = [...arrivals.values()]
  const lastAt = entries.reduce((latest, { at }) => Math.max(latest, Date.parse(at)), startMs)
  const endMs = Math.max(lastAt, startMs + 1, ...shown)
  const xOf = (ms: number) => Math.round(((ms - startMs) / (endMs - startMs)) * (width - 2 * tick) + tick)
  const ticks = (times: Iterable<number>, y: number) =>
    [...new Set([...times].map(xOf))].map((x) => `M${x} ${y - tick}v${2 * tick}`).join('')
  const came = entries.flatMap(({ receivedAt }) => (receivedAt === null ? [] : [Date.parse(receivedAt)]))
  const moved = entries.flatMap(({ version, at }) => (version === null ? [] : [Date.parse(at)]))
  return (
    <Panel label="Time axis" heading="Webhook → transition → shown" className="qa-axis">
      <svg viewBox={`0 0 ${width} 80`} preserveAspectRatio="none" aria-hidden="true">
        {Object.values(lanes).map((y) => (
          <path key={y} className="qa-lane" d={`M0 ${y}H${width}`} />
        ))}
        <path className="qa-tick-came" d={ticks(came, lanes.came)} />
        <path className="qa-tick-moved" d={ticks(moved, lanes.moved)} />
        <path className="qa-tick-shown" d={ticks(shown, lanes.shown)} />
        {selected && <path className="qa-tick-selected" d={`M${xOf(Date.parse(selected.at))} 4V76`} />}
      </svg>
      <ul className="qa-lanes">
        <li>Top: {came.length} webhooks received</li>
        <li>Middle: {moved.length} versions of the session</li>
        <li>Bottom: {shown.length} shown live on this page</li>
        <li>Time span: {elapsed(endMs - startMs)}</li>
      </ul>
      {selected && <Legs entry={selected} shownMs={arrivals.get(selected.version ?? -1)} />}
    </Panel>
  )
}

/** The legs of one entry, in words. */
function Legs({ entry, shownMs }: { entry: TimelineEntry; shownMs: number | undefined }) {
  const atMs = Date.parse(entry.at)
  return (
    <p>
      {entry.receivedAt !== null && `Received ${elapsed(atMs - Date.parse(entry.receivedAt))} before it took effect. `}
      {shownMs !== undefined && `Shown here ${elapsed(shownMs - atMs)} later.`}
      {entry.version !== null && shownMs === undefined && 'This page was not open when it happened.'}
    </p>
  )
}
