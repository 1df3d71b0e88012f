import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { count, zoneName } from '../times.tsx'

/** Numbers of one kind, a step each, the oldest first. */
export interface Layer {
  readonly name: string
  readonly className: string
  readonly counts: readonly number[]
}

interface StackedChartProps {
  readonly label: string
  /** What stands where in words. */
  readonly legend: string
  readonly from: string
  readonly stepMs: number
  readonly layers: readonly Layer[]
  /** Drawn below the line. */
  readonly below?: Layer
  /** The span that is chosen, in milliseconds since 1970; null where none is. */
  readonly span: readonly [fromMs: number, toMs: number] | null
  /** A span was drawn over it; null takes it away. */
  readonly onSpan: (span: readonly [fromMs: number, toMs: number] | null) => void
}

const [topPx, basePx, heightPx, deepPx] = [14, 66, 92, 10]
const hour = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
/** Ten minutes without any, between steps that had as many as this on the average, are worth naming. */
const busy = 3
/** What its name needs; in a narrower gap it would lie on the bars, and the line alone says it. */
const silentPx = 76

/** Stacked bars over time. Dragging over them chooses a span; a click, one step. */
export function StackedChart(props: StackedChartProps) {
  const { label, legend, from, stepMs, layers, below, span, onSpan } = props
  const chart = useRef<SVGSVGElement>(null)
  const width = useWidth(chart)
  const [drag, setDrag] = useState<readonly [number, number] | null>(null)
  const firstMs = Date.parse(from)
  const steps = layers[0]?.counts.length ?? 0
  const stepPx = width / Math.max(1, steps)
  const totals = Array.from({ length: steps }, (_, step) =>
    layers.reduce((sum, { counts }) => sum + (counts[step] ?? 0), 0),
  )
  const starts = totals.map((_, step) => firstMs + step * stepMs)
  const stepOf = (startMs: number) => (startMs - firstMs) / stepMs
  const most = Math.max(1, ...totals)
  const mostBelow = Math.max(1, ...(below?.counts ?? []))
  const scale = (value: number) => (value / most) * (basePx - topPx)
  const at = ({ clientX }: PointerEvent) => {
    const box = chart.current?.getBoundingClientRect()
    return Math.max(0, Math.min(steps - 1, Math.floor(((clientX - (box?.left ?? 0)) / (box?.width ?? 1)) * steps)))
  }
  const finish = () => {
    if (drag) onSpan([firstMs + Math.min(...drag) * stepMs, firstMs + (Math.max(...drag) + 1) * stepMs])
    setDrag(null)
  }
  const shown = drag ? [Math.min(...drag), Math.max(...drag) + 1] : span?.map((ms) => (ms - firstMs) / stepMs)
  const [start, end] = [Math.max(0, shown?.[0] ?? 0), Math.min(steps, shown?.[1] ?? steps)]
  const silence = longestSilence(totals)
  return (
    <div className="chart">
      <svg
        ref={chart}
        height={heightPx}
        role="img"
        aria-label={label}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          setDrag([at(event), at(event)])
        }}
        onPointerMove={(event) => drag && setDrag([drag[0], at(event)])}
        onPointerUp={finish}
        onPointerCancel={() => setDrag(null)}
      >
        <line className="chart-most" x1={0} x2={width} y1={topPx} y2={topPx} />
        {starts.flatMap((startMs) => {
          const step = stepOf(startMs)
          let y = basePx
          return layers.flatMap(({ name, className, counts }) => {
            const height = scale(counts[step] ?? 0)
            if (height === 0) return []
            const shownPx = Math.max(1, height)
            y -= shownPx
            const x = step * stepPx + 0.5
            return (
              <rect
                key={`${name} ${startMs}`}
                className={className}
                x={x}
                y={y}
                width={Math.max(1, stepPx - 2)}
                height={shownPx}
              />
            )
          })
        })}
        {starts.map((startMs) => {
          const value = below?.counts[stepOf(startMs)] ?? 0
          if (value === 0) return null
          return (
            <rect
              key={startMs}
              className={below?.className}
              x={stepOf(startMs) * stepPx + 0.5}
              y={basePx + 1.5}
              width={Math.max(1, stepPx - 2)}
              height={Math.max(1.5, (value / mostBelow) * deepPx)}
            />
          )
        })}
        <line className="chart-base" x1={0} x2={width} y1={basePx + 0.5} y2={basePx + 0.5} />
        {silence && width > 600 && (
          <g className="chart-silence">
            <path d={`M${silence.from * stepPx} ${basePx - 2}H${silence.to * stepPx}`} />
            {(silence.to - silence.from) * stepPx > silentPx && (
              <text x={((silence.from + silence.to) / 2) * stepPx} y={basePx - 8} textAnchor="middle">
                silent {Math.round(((silence.to - silence.from) * stepMs) / 60_000)} min
              </text>
            )}
          </g>
        )}
        {ticks(firstMs, stepMs, steps, width).map(({ step, text }, index) => (
          <text key={step} x={step * stepPx} y={basePx + 22} textAnchor={index === 0 ? 'start' : 'middle'}>
            {text}
          </text>
        ))}
        <text x={width} y={basePx + 22} textAnchor="end">
          now, {zoneName}
        </text>
        <text x={0} y={10}>
          {count(most)} in {stepMs < 3_600_000 ? `${stepMs / 60_000} min` : '1 h'}
        </text>
        {width > 600 && (
          <text x={shown && start > steps / 2 ? start * stepPx - 8 : width} y={10} textAnchor="end">
            {legend}
          </text>
        )}
        {shown && end > start && (
          <g className="chart-span">
            <rect x={start * stepPx} y={0} width={(end - start) * stepPx} height={basePx + 12} />
            <path d={`M${start * stepPx} 0V${basePx + 12}M${end * stepPx} 0V${basePx + 12}`} />
          </g>
        )}
      </svg>
    </div>
  )
}

/** A time under each eighth or so of the chart. */
function ticks(firstMs: number, stepMs: number, steps: number, width: number) {
  const between = Math.ceil(steps / Math.max(2, Math.min(8, Math.floor(width / 110))))
  return Array.from({ length: Math.floor((steps - between / 2) / between) + 1 }, (_, index) => {
    const at = new Date(firstMs + index * between * stepMs)
    return {
      step: index * between,
      text: (index === 0 || at.getHours() * 3_600_000 < between * stepMs ? hour : clock).format(at),
    }
  })
}

function longestSilence(totals: readonly number[]): { from: number; to: number } | null {
  let longest: { from: number; to: number } | null = null
  for (let step = 1; step < totals.length; step++) {
    if (totals[step] !== 0 || totals[step - 1] === 0) continue
    let to = step
    while (to < totals.length && totals[to] === 0) to++
    const around = [...totals.slice(Math.max(0, step - 3), step), ...totals.slice(to, to + 3)]
    const mean = around.reduce((sum, value) => sum + value, 0) / Math.max(1, around.length)
    if (to < totals.length && mean >= busy && to - step > (longest ? longest.to - longest.from : 0))
      longest = { from: step, to }
  }
  return longest
}

/** How wide it is now, in pixels. */
function useWidth(element: { readonly current: Element | null }): number {
  const [width, setWidth] = useState(1000)
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.max(1, entry.contentRect.width)))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return width
}
