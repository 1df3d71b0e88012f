import { scaleBand, scaleLinear } from 'd3-scale'

const heightPx = 168
const topPx = 8
const basePx = 148
const labelEvery = 12
const hourFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' })

export interface Bar {
  /** ISO 8601: the beginning of its hour. */
  readonly hour: string
  readonly count: number
}

/** A bar an hour. Across, it is measured in percent, so that it fits any width by itself. */
export function Bars({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const hours = bars.map(({ hour }) => hour)
  const x = scaleBand(hours, [0, 100]).paddingInner(0.25)
  const y = scaleLinear([0, Math.max(4, ...bars.map(({ count }) => count))], [basePx, topPx]).nice(4)
  const ticks = y.ticks(4)
  const percent = (value: number) => `${value.toFixed(3)}%`
  return (
    <div className="chart" role="img" aria-label={label}>
      <svg className="chart-axis" height={heightPx} aria-hidden="true">
        {ticks.map((tick) => (
          <text key={tick} x="100%" dx={-8} y={y(tick)} dy="0.32em" textAnchor="end">
            {y.tickFormat(4, '~s')(tick)}
          </text>
        ))}
      </svg>
      <svg className="chart-plot" height={heightPx} aria-hidden="true">
        {ticks.map((tick) => (
          <line key={tick} className="chart-line" x1={0} x2="100%" y1={y(tick)} y2={y(tick)} />
        ))}
        {bars.map(({ hour, count }) => (
          <rect
            key={hour}
            className="chart-bar"
            x={percent(x(hour) ?? 0)}
            width={percent(x.bandwidth())}
            y={y(count)}
            height={basePx - y(count)}
          >
            <title>{`${hourFormat.format(new Date(hour))}: ${count}`}</title>
          </rect>
        ))}
        {hours
          .filter((_, index) => index % labelEvery === 0)
          .map((hour) => (
            <text key={hour} x={percent(x(hour) ?? 0)} y={heightPx - 2}>
              {hourFormat.format(new Date(hour))}
            </text>
          ))}
      </svg>
    </div>
  )
}
