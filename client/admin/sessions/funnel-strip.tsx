import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { elapsed } from '../../timeline/elapsed.ts'
import { trpc } from '../../trpc.ts'
import { readTime } from '../filter/read-time.ts'
import { count } from '../times.tsx'

const spans = ['1h', '24h', '7d', '30d'] as const
const everyMs = 10_000

/** How far the sessions of a span came, with what was lost at each step and how long half of them took to it; `children` is what can be done about it. */
export function FunnelStrip({ stuck, children }: { stuck: number; children: ReactNode }) {
  const [span, setSpan] = useState<string>('24h')
  const [own, setOwn] = useState<{ readonly from: string; readonly to: string }>({ from: '', to: '' })
  const isOwn = span === 'own' && own.from !== ''
  const from = isOwn ? new Date(own.from) : readTime(span === 'own' ? '24h' : span, new Date())
  const { data } = useQuery(
    trpc.admin.funnel.queryOptions(
      {
        from: (from ?? new Date(0)).toISOString(),
        ...(isOwn && own.to !== '' && { to: new Date(own.to).toISOString() }),
      },
      { refetchInterval: everyMs, placeholderData: keepPreviousData },
    ),
  )
  const most = Math.max(1, data?.steps[0]?.count ?? 1)
  return (
    <section className="funnel" aria-label="How far students come">
      <div className="funnel-span">
        <label>
          Sessions begun in
          <select value={span} onChange={({ target }) => setSpan(target.value)}>
            {spans.map((name) => (
              <option key={name} value={name}>
                the last {name}
              </option>
            ))}
            <option value="own">a span of your own</option>
          </select>
        </label>
        {span === 'own' && (
          <>
            <label>
              From
              <input
                type="datetime-local"
                value={own.from}
                onChange={({ target }) => setOwn({ ...own, from: target.value })}
              />
            </label>
            <label>
              To
              <input
                type="datetime-local"
                value={own.to}
                onChange={({ target }) => setOwn({ ...own, to: target.value })}
              />
            </label>
          </>
        )}
        <span className="quiet">
          {data && `${count(data.registrations)} to register`}
          {stuck > 0 && `, ${count(stuck)} stuck now`}
        </span>
        {children}
      </div>
      <ol>
        {data?.steps.map(({ step, count: reached, medianMs }, index) => {
          const before = data.steps[index - 1]?.count ?? reached
          const lost = before - reached
          return (
            <li key={step}>
              <b>{count(reached)}</b>
              <span>
                {step}
                {index > 0 && most > 0 && `, ${Math.round((reached / most) * 100)} %`}
              </span>
              <meter max={most} value={reached} aria-hidden="true" />
              <small>
                {index > 0 && (lost > 0 ? `${count(lost)} lost` : 'none lost')}
                {medianMs !== null && ` · ${elapsed(medianMs)}`}
                {index === 0 && 'half of them took'}
              </small>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
