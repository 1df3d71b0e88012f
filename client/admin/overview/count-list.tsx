import { count } from './count.ts'
import { LogLink } from './log-link.tsx'

export interface Counted {
  readonly name: string
  readonly count: number
  readonly href: string
}

/** Counts of one kind, each leading to the list it counts, with a bar for its share of the largest. */
export function CountList({ heading, items, empty }: { heading: string; items: readonly Counted[]; empty: string }) {
  const most = Math.max(1, ...items.map((item) => item.count))
  return (
    <section className="panel count-list">
      <h2>{heading}</h2>
      {items.length === 0 && <p className="quiet">{empty}</p>}
      <ul aria-label={heading}>
        {items.map((item) => (
          <li key={item.name}>
            <LogLink href={item.href}>{item.name}</LogLink>
            <meter max={most} value={item.count} aria-hidden="true" />
            <span className="count-list-figure">{count(item.count)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
