import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Outcome } from '../../../shared/webhook-event.ts'
import type { AdminStats } from '../../trpc.ts'
import { logHeadingId, logUrl } from '../console-urls.ts'

const format = new Intl.NumberFormat('en-GB')

/** A count with its thousands apart. */
export const count = (value: number) => format.format(value)

/** A link to a list further down on this page, or on another: what it leads to comes into sight and gets the focus. */
export function LogLink({ href, className, children }: { href: string; className?: string; children: ReactNode }) {
  const show = () => {
    const heading = document.getElementById(logHeadingId)
    heading?.scrollIntoView({ block: 'start' })
    heading?.focus({ preventScroll: true })
  }
  return (
    <Link href={href} className={className} onClick={() => requestAnimationFrame(show)}>
      {children}
    </Link>
  )
}

/** One figure that leads to what it counts. `note` says more in a few words; `isProblem` marks what needs someone. */
export function Tile(props: { label: string; href: string; value: string; note?: string; isProblem?: boolean }) {
  const { label, href, value, note, isProblem = false } = props
  return (
    <li className={isProblem ? 'tile tile-problem' : 'tile'}>
      <LogLink href={href} className="tile-link">
        <span className="tile-label">{label}</span> <span className="tile-figure">{value}</span>
      </LogLink>
      {note && <p className="tile-note">{note}</p>}
    </li>
  )
}

/** A figure that is the sum of several outcomes, each of which leads to the list it counts. */
export function SumTile(props: { label: string; sum: number; of: readonly Outcome[]; stats: AdminStats }) {
  const { label, sum, of, stats } = props
  return (
    <li className="tile">
      <p>
        <span className="tile-label">{label}</span> <span className="tile-figure">{count(sum)}</span>
      </p>
      <p className="tile-note tile-parts">
        {of.map((outcome) => (
          <LogLink key={outcome} href={logUrl({ outcome })}>
            {count(stats.outcomes[outcome])} {outcome}
          </LogLink>
        ))}
      </p>
    </li>
  )
}

/** Counts of one kind, each leading to the list it counts, with a bar for its share of the largest. */
export function CountList(props: {
  heading: string
  items: readonly { readonly name: string; readonly count: number; readonly href: string }[]
  empty?: string
}) {
  const { heading, items, empty } = props
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
