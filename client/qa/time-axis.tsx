import type { TimelineCommand, TimelineEntry } from '../../shared/session-timeline.ts'
import { commandText } from '../timeline/command-text.ts'
import { elapsed } from '../timeline/elapsed.ts'
import { Panel } from './qa-parts.tsx'

const width = 1000
const lanes = { came: 18, moved: 42, asked: 66, shown: 90 } as const
const tick = 7

/** When webhooks came, when they moved the session and when this page was told: and what the platform took, four lanes on one time axis. */
export function TimeAxis(props: {
  entries: readonly TimelineEntry[]
  commands: readonly TimelineCommand[]
  /** Milliseconds in server time, by version. */
  arrivals: ReadonlyMap<number, number>
  selected: TimelineEntry | null
}) {
  const { entries, commands, arrivals, selected } = props
  const first = entries[0]
  if (!first) return null
  const startMs = Date.parse(first.receivedAt ?? first.at)
  const shown = [...arrivals.values()]
  const lastAt = entries.reduce((latest, { at }) => Math.max(latest, Date.parse(at)), startMs)
  const asked = commands.map((command) => ({ ...command, ...spanOf(command) }))
  const endMs = Math.max(lastAt, startMs + 1, ...shown, ...asked.map(({ toMs }) => toMs))
  const xOf = (ms: number) => Math.round(((ms - startMs) / (endMs - startMs)) * (width - 2 * tick) + tick)
  const ticks = (times: Iterable<number>, y: number) =>
    [...new Set([...times].map(xOf))].map((x) => `M${x} ${y - tick}v${2 * tick}`).join('')
  const came = entries.flatMap(({ receivedAt }) => (receivedAt === null ? [] : [Date.parse(receivedAt)]))
  const moved = entries.flatMap(({ version, at }) => (version === null ? [] : [Date.parse(at)]))
  return (
    <Panel label="Time axis" heading="Webhook → transition → platform → shown" className="qa-axis">
      <svg viewBox={`0 0 ${width} 104`} preserveAspectRatio="none" aria-hidden="true">
        {Object.values(lanes).map((y) => (
          <path key={y} className="qa-lane" d={`M0 ${y}H${width}`} />
        ))}
        <path className="qa-tick-came" d={ticks(came, lanes.came)} />
        <path className="qa-tick-moved" d={ticks(moved, lanes.moved)} />
        {asked.map(({ kind, attempt, outcome, fromMs, toMs }) => (
          <path
            key={`${kind} ${attempt}`}
            className={outcome === 'refused' ? 'qa-bar-refused' : 'qa-bar-asked'}
            d={`M${xOf(fromMs)} ${lanes.asked}H${Math.max(xOf(toMs), xOf(fromMs) + 2)}`}
          />
        ))}
        <path className="qa-tick-shown" d={ticks(shown, lanes.shown)} />
        {selected && <path className="qa-tick-selected" d={`M${xOf(Date.parse(selected.at))} 4V100`} />}
      </svg>
      <ul className="qa-lanes">
        <li>Top: {came.length} webhooks received</li>
        <li>Second: {moved.length} versions of the session</li>
        <li>Third: {commands.length} requests to the platform, as long as it took</li>
        <li>Bottom: {shown.length} shown live on this page</li>
        <li>Time span: {elapsed(endMs - startMs)}</li>
      </ul>
      {commands.length > 0 && (
        <ol className="qa-commands" aria-label="Requests to the platform">
          {commands.map((command) => (
            <li key={`${command.kind} ${command.attempt}`}>{commandText(command)}</li>
          ))}
        </ol>
      )}
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

/** From when it was called for until the platform had dealt with it. */
function spanOf({ at, calledAt, settledAt }: TimelineCommand) {
  const fromMs = Date.parse(calledAt ?? at)
  return { fromMs, toMs: settledAt === null ? fromMs : Date.parse(settledAt) }
}
