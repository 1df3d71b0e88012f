import { memo, useMemo } from 'react'
import { sessionChart } from '../../shared/session-chart.ts'
import type { TimelineCommand } from '../../shared/session-timeline.ts'
import type { Outcome } from '../../shared/webhook-event.ts'
import { commandText } from '../timeline/command-text.ts'
import { elapsed } from '../timeline/elapsed.ts'
import { fitText } from './chart/geometry.ts'
import { lanesOf } from './chart/lay-out.ts'
import { isOffWay } from './chart/marks.ts'
import { type Past, type Stay, staysOf } from './past.ts'
import type { TimeScale } from './time-scale.ts'

export const labelWidth = 84
/** Of one session, and of two. */
export const rowHeights = { one: 22, two: 16 } as const
export const lanes = lanesOf(sessionChart).map(({ name }) => name)

/** What does not move while one scrubs. */
export const DockRows = memo(function DockRows(props: {
  past: Past
  other: Past | null
  commands: readonly TimelineCommand[]
  scale: TimeScale
  axisWidth: number
}) {
  const { past, other, commands, scale, axisWidth } = props
  const stays = useMemo(() => staysOf(past.moves.map(({ entry }) => entry)), [past])
  const otherStays = useMemo(() => (other ? staysOf(other.moves.map(({ entry }) => entry)) : null), [other])
  const rowHeight = other ? rowHeights.two : rowHeights.one
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
          {apart(own, scale).map((stay) => (
            <Bar
              key={stay.fromMs}
              stay={stay}
              scale={scale}
              height={rowHeight - (otherStays ? 2 : 4)}
              isOther={letter === 'B'}
            />
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

/** As many of the stays as can be told apart on the axis, the last included. */
function apart(stays: readonly Stay[], scale: TimeScale): readonly Stay[] {
  let drawnX = Number.NEGATIVE_INFINITY
  return stays.filter(({ fromMs, toMs }) => {
    const endX = Math.max(scale.xOf(toMs ?? scale.endMs), scale.xOf(fromMs) + leastWidth)
    const isSeen = toMs === null || endX - drawnX >= 1
    if (isSeen) drawnX = endX
    return isSeen
  })
}

const leastWidth = 2

/** What ends the axis is to be seen on it. */
const narrowest = 6

function Bar({ stay, scale, height, isOther }: { stay: Stay; scale: TimeScale; height: number; isOther: boolean }) {
  const x = Math.min(scale.xOf(stay.fromMs), scale.xOf(scale.endMs) - narrowest)
  const width = Math.max(leastWidth, scale.xOf(stay.toMs ?? scale.endMs) - x - 2)
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
      <rect x={labelWidth + x + 1} y={0.5} width={width} height={height} rx={Math.min(5, width / 2)} />
      {width > 34 && (
        <text x={labelWidth + x + 9} y={height / 2 + 4}>
          {fitText(name, width - 14)}
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

interface Mark {
  readonly x: number
  readonly outcome: Outcome
  count: number
}

/** Marks of webhooks that fall into the same few pixels are drawn once. */
function Ticks({ past, scale }: { past: Past; scale: TimeScale }) {
  const shown = useMemo(() => {
    const drawn = new Map<Outcome, Map<number, Mark>>()
    for (const [place, { outcome, topic }] of past.entries.entries()) {
      if (topic === null) continue
      const x = Math.round(scale.xOf(past.timesMs[place] ?? 0) / spread) * spread
      const alike = drawn.get(outcome) ?? new Map<number, Mark>()
      drawn.set(outcome, alike)
      const known = alike.get(x)
      if (known) known.count++
      else alike.set(x, { x, outcome, count: 1 })
    }
    const marks = [...drawn.values()].flatMap((alike) => [...alike.values()])
    return marks.sort((a, b) => (a.outcome === 'applied' ? 1 : 0) - (b.outcome === 'applied' ? 1 : 0))
  }, [past, scale])
  return shown.map(({ x, outcome, count }) => (
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

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

function clockAt(ms: number): string {
  return clock.format(new Date(ms))
}
