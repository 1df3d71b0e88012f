import { memo, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import { groupBy } from '../../shared/group-by.ts'
import type { TimelineCommand } from '../../shared/session-timeline.ts'
import { commandText } from '../timeline/command-text.ts'
import { DockRows, labelWidth, lanes, rowHeights } from './dock-rows.tsx'
import type { Past } from './past.ts'
import { Playback } from './playback.tsx'
import { placeAt, toTimeScale } from './time-scale.ts'

interface TimeDockProps {
  readonly past: Past
  /** The place of the entry looked at; null is the end. */
  readonly index: number | null
  /** The end of the axis: now, where the session goes on. */
  readonly endMs: number
  readonly commands?: readonly TimelineCommand[]
  /** The session that it is compared with. */
  readonly other?: Past | null
  readonly end: string
  readonly onMove: (id: string | null) => void
}

/** What the times below the rows take. */
const axisHeight = 16
const noCommands: readonly TimelineCommand[] = []

/** A bar a region, the webhooks above them, and what the platform was asked for, all on one time axis; a playhead to drag. */
export function TimeDock(props: TimeDockProps) {
  const { past, index, endMs, other = null, end, onMove } = props
  const commands = other ? noCommands : (props.commands ?? noCommands) // two sessions fill the dock
  const [frame, width] = useWidth()
  const axisWidth = Math.max(100, width - labelWidth - 8)
  const startMs = Math.min(past.timesMs[0] ?? 0, other?.timesMs[0] ?? Number.POSITIVE_INFINITY)
  const lastMs = Math.max(past.timesMs.at(-1) ?? 0, other?.timesMs.at(-1) ?? 0)
  const scale = useMemo(
    () => toTimeScale(startMs, lastMs, Math.max(endMs, lastMs), axisWidth),
    [startMs, lastMs, endMs, axisWidth],
  )
  const rowHeight = other ? rowHeights.two : rowHeights.one
  const rows = lanes.length * (other ? 2 : 1) + 1 + (commands.length > 0 ? 1 : 0)
  const height = rows * rowHeight + axisHeight
  const playheadMs = index === null ? Math.max(endMs, lastMs) : (past.timesMs[index] ?? startMs)
  const playX = labelWidth + scale.xOf(playheadMs)

  const drag = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons === 0 || past.entries.length === 0) return
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - labelWidth
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId)
    if (x >= axisWidth - 3) return onMove(null)
    onMove(past.entries[placeAt(past.timesMs, scale.msOf(x))]?.id ?? null)
  }

  return (
    <section className="qa-dock" aria-label="Time">
      <Playback past={past} index={index} onMove={onMove} end={end} />
      <div ref={frame} className="qa-axis-frame">
        {width > 0 && (
          <svg
            className="qa-axis"
            width={width}
            height={height}
            onPointerDown={drag}
            onPointerMove={drag}
            aria-hidden="true"
          >
            <DockRows past={past} other={other} commands={commands} scale={scale} axisWidth={axisWidth} />
            <g className="qa-playhead">
              <line x1={playX} x2={playX} y1={2} y2={height - axisHeight + 2} />
              <circle cx={playX} cy={4} r={4} />
            </g>
          </svg>
        )}
      </div>
      <DockWords past={past} commands={commands} />
    </section>
  )
}

/** The same in words, for who cannot see the axis. */
const DockWords = memo(function DockWords({ past, commands }: { past: Past; commands: readonly TimelineCommand[] }) {
  const outcomes = groupBy(
    past.entries.filter(({ topic }) => topic !== null),
    ({ outcome }) => outcome,
  )
  return (
    <div className="visually-hidden">
      <p>
        {[...outcomes].map(([outcome, { length }]) => `${length} ${outcome}`).join(', ') || 'no'} webhooks;{' '}
        {past.moves.length} versions of the session.
      </p>
      {commands.length > 0 && (
        <ul aria-label="Requests to the platform">
          {commands.map((command) => (
            <li key={`${command.kind} ${command.attempt}`}>{commandText(command)}</li>
          ))}
        </ul>
      )}
    </div>
  )
})

function useWidth() {
  const element = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const { current } = element
    if (!current) return
    const measure = () => setWidth(current.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  return [element, width] as const
}
