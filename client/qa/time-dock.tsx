import { memo, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import { sessionChart } from '../../shared/session-chart.ts'
import type { TimelineCommand } from '../../shared/session-timeline.ts'
import type { Outcome } from '../../shared/webhook-event.ts'
import { commandText } from '../timeline/command-text.ts'
import { elapsed } from '../timeline/elapsed.ts'
import { fitText } from './chart/geometry.ts'
import { lanesOf } from './chart/lay-out.ts'
import { isOffWay } from './chart/marks.ts'
import { type Past, type Stay, staysOf } from './past.ts'
import { Playback } from './playback.tsx'
import { placeAt, type TimeScale, toTimeScale } from './time-scale.ts'

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

const labelWidth = 84
const rowHeight = 22
const barHeight = 17
const lanes = lanesOf(sessionChart).map(({ name }) => name)
const noCommands: readonly TimelineCommand[] = []

/** A bar a region, the webhooks above them, and what the platform was asked for, all on one time axis; a playhead to drag. */
export function TimeDock(props: TimeDockProps) {
  const { past, index, endMs, commands = noCommands, other = null, end, onMove } = props
  const [frame, width] = useWidth()
  const axisWidth = Math.max(100, width - labelWidth - 8)
  const startMs = Math.min(past.timesMs[0] ?? 0, other?.timesMs[0] ?? Number.POSITIVE_INFINITY)
  const lastMs = Math.max(past.timesMs.at(-1) ?? 0, other?.timesMs.at(-1) ?? 0)
  const scale = useMemo(
    () => toTimeScale(startMs, lastMs, Math.max(endMs, lastMs), axisWidth),
    [startMs, lastMs, endMs, axisWidth],
  )
  const rows = lanes.length * (other ? 2 : 1) + 1 + (commands.length > 0 ? 1 : 0)
  const height = rows * rowHeight + 18
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
            <Rows past={past} other={other} commands={commands} scale={scale} axisWidth={axisWidth} />
            <g className="qa-playhead">
              <line x1={playX} x2={playX} y1={2} y2={height - 16} />
              <circle cx={playX} cy={4} r={4} />
            </g>
          </svg>
        )}
      </div>
      <DockWords past={past} commands={commands} />
    </section>
  )
}

/** What does not move while one scrubs. */
const Rows = memo(function Rows(props: {
  past: Past
  other: Past | null
  commands: readonly TimelineCommand[]
  scale: TimeScale
  axisWidth: number
}) {
  const { past, other, commands, scale, axisWidth } = props
  const stays = useMemo(() => staysOf(past.moves.map(({ entry }) => entry)), [past])
  const otherStays = useMemo(() => (other ? staysOf(other.moves.map(({ entry }) => entry)) : null), [other])
  let row = 0
  const bars = lanes.flatMap((region) => {
    const own = { region, letter: other ? 'A' : '', stays: stays.get(region) ?? [], y: ++row * rowHeight }
    return otherStays
      ? [own, { region, letter: 'B', stays: otherStays.get(region) ?? [], y: ++row * rowHeight }]
      : [own]
  })
  const asked = ++row * rowHeight
  const axisY = (row + (commands.length > 0 ? 1 : 0)) * rowHeight + 12
  return (
    <>
      <text className="qa-axis-label" x={0} y={13}>
        Webhooks
      </text>
      <line className="qa-axis-line" x1={labelWidth} x2={labelWidth + axisWidth} y1={9} y2={9} />
      <Ticks past={past} scale={scale} />
      {bars.map(({ region, letter, stays: own, y }) => (
        <g key={`${region} ${letter}`} transform={`translate(0 ${y})`}>
          <text className="qa-axis-label" x={0} y={13}>
            {letter !== 'B' && region.slice(0, 1).toUpperCase() + region.slice(1)}
            {letter && ` ${letter}`}
          </text>
          <line className="qa-axis-line" x1={labelWidth} x2={labelWidth + axisWidth} y1={9} y2={9} />
          {own.map((stay) => (
            <Bar key={stay.fromMs} stay={stay} scale={scale} isOther={letter === 'B'} />
          ))}
        </g>
      ))}
      {commands.length > 0 && (
        <g transform={`translate(0 ${asked})`}>
          <text className="qa-axis-label" x={0} y={13}>
            Platform
          </text>
          <line className="qa-axis-line" x1={labelWidth} x2={labelWidth + axisWidth} y1={9} y2={9} />
          {commands.map((command) => (
            <Asked key={`${command.kind} ${command.attempt}`} command={command} scale={scale} />
          ))}
        </g>
      )}
      {scale.breakX !== null && (
        <path className="qa-axis-break" d={`M${labelWidth + scale.breakX - 3} ${axisY}l4 -9m3 9l4 -9`} />
      )}
      <text className="qa-axis-label" x={labelWidth} y={axisY}>
        {clockAt(scale.startMs)}
      </text>
      {scale.ticks.map((ms) => {
        const x = scale.xOf(ms)
        return x < 60 ? null : (
          <text key={ms} className="qa-axis-label qa-middle" x={labelWidth + x} y={axisY}>
            +{elapsed(ms - scale.startMs)}
          </text>
        )
      })}
      <text className="qa-axis-label qa-axis-end" x={labelWidth + axisWidth} y={axisY}>
        {clockAt(scale.endMs)}
      </text>
    </>
  )
})

function Bar({ stay, scale, isOther }: { stay: Stay; scale: TimeScale; isOther: boolean }) {
  const x = scale.xOf(stay.fromMs)
  const width = Math.max(2, scale.xOf(stay.toMs ?? scale.endMs) - x - 2)
  const name = stay.stateId.split('.')[1] ?? ''
  const isInitial = initial.has(stay.stateId)
  const kind = isOther
    ? 'other'
    : isInitial
      ? 'waiting'
      : isOffWay(stay.stateId)
        ? 'ended'
        : stay.toMs === null
          ? 'now'
          : 'passed'
  return (
    <g className={`qa-bar qa-bar-${kind}`}>
      <title>{`${name}: ${elapsed((stay.toMs ?? scale.endMs) - stay.fromMs)}`}</title>
      <rect x={labelWidth + x + 1} y={0.5} width={width} height={barHeight} rx={Math.min(5, width / 2)} />
      {width > 34 && (
        <text x={labelWidth + x + 9} y={13}>
          {fitText(name, width - 14, 11.5)}
        </text>
      )}
    </g>
  )
}

const initial = new Set(
  sessionChart.regions.flatMap(({ states }) => states.filter((state) => state.isInitial).map(({ id }) => id)),
)
function Asked({ command, scale }: { command: TimelineCommand; scale: TimeScale }) {
  const fromMs = Date.parse(command.calledAt ?? command.at)
  const x = scale.xOf(fromMs)
  const to = scale.xOf(command.settledAt === null ? fromMs : Date.parse(command.settledAt))
  return (
    <rect
      className={`qa-asked qa-asked-${command.outcome}`}
      x={labelWidth + x}
      y={4}
      width={Math.max(4, to - x)}
      height={10}
      rx={2}
    >
      <title>{commandText(command)}</title>
    </rect>
  )
}

const spread = 5

/** Marks of webhooks that fall into the same few pixels are drawn once. */
function Ticks({ past, scale }: { past: Past; scale: TimeScale }) {
  const marks = useMemo(() => {
    const drawn = new Map<string, { x: number; outcome: Outcome; count: number }>()
    for (const [place, { outcome, topic }] of past.entries.entries()) {
      if (topic === null) continue
      const x = Math.round(scale.xOf(past.timesMs[place] ?? 0) / spread) * spread
      const key = `${x} ${outcome}`
      const known = drawn.get(key)
      if (known) known.count++
      else drawn.set(key, { x, outcome, count: 1 })
    }
    return [...drawn.values()].sort((a, b) => (a.outcome === 'applied' ? 1 : 0) - (b.outcome === 'applied' ? 1 : 0))
  }, [past, scale])
  return marks.map(({ x, outcome, count }) => (
    <g key={`${x} ${outcome}`} className={`qa-tick qa-tick-${outcome}`} transform={`translate(${labelWidth + x} 9)`}>
      <title>{`${count} ${outcome}`}</title>
      <path d={shapes[outcome]} />
    </g>
  ))
}

const disc = (radius: number) =>
  `M${-radius} 0a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`
const shapes = {
  applied: disc(5),
  stale: disc(3.5),
  unmatched: 'M-4 -4L4 4M-4 4L4 -4',
  ignored: 'M-4 0H4',
  failed: 'M0 -6L6 5H-6Z',
} satisfies Record<Outcome, string>

/** The same in words, for who cannot see the axis. */
function DockWords({ past, commands }: { past: Past; commands: readonly TimelineCommand[] }) {
  const outcomes = Map.groupBy(
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
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

function clockAt(ms: number): string {
  return clock.format(new Date(ms))
}

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
