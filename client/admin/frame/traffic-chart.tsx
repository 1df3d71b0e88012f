import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { trpc } from '../../trpc.ts'
import { count } from '../times.tsx'
import { StackedChart } from './stacked-chart.tsx'

const outcomes = ['applied', 'stale', 'ignored', 'unmatched', 'failed'] as const
const everyMs = 5_000
const dayMs = 86_400_000

interface TrafficChartProps {
  /** What the filter says of the time, in milliseconds; null where it does not. */
  readonly fromMs: number | null
  readonly toMs: number | null
  readonly onSpan: (span: readonly [fromMs: number, toMs: number] | null) => void
}

/** Webhooks of the last day by outcome, of the last week where the filter goes back further; dragging over it filters. */
export function TrafficChart({ fromMs, toMs, onSpan }: TrafficChartProps) {
  const hours = fromMs !== null && fromMs < Date.now() - dayMs - 60_000 ? 168 : 24
  const options = trpc.admin.traffic.queryOptions(
    { hours },
    { refetchInterval: everyMs, placeholderData: keepPreviousData },
  )
  const { data } = useQuery(options)
  if (!data) return <div className="chart" />
  const { from, stepMs, refused } = data
  const endMs = Date.parse(from) + refused.length * stepMs
  const total = outcomes.reduce((sum, name) => sum + data.outcomes[name].reduce((all, value) => all + value, 0), 0)
  return (
    <StackedChart
      label={`Webhooks of the last ${hours === 24 ? '24 hours' : '7 days'} by outcome: ${count(total)} stored, ${count(refused.reduce((sum, value) => sum + value, 0))} refused`}
      legend="above the line stored, below it refused · drag to choose a span"
      from={from}
      stepMs={stepMs}
      layers={outcomes.map((name) => ({ name, className: `bar-${name}`, counts: data.outcomes[name] }))}
      below={{ name: 'refused', className: 'bar-refused', counts: refused }}
      span={fromMs === null && toMs === null ? null : [fromMs ?? Date.parse(from), toMs ?? endMs]}
      onSpan={onSpan}
    />
  )
}
