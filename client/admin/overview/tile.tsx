import type { ReactNode } from 'react'
import { LogLink } from './log-link.tsx'

/** One figure that leads to what it counts. `note` says more in a few words; `isProblem` marks what needs someone. */
export function Tile(props: {
  label: string
  href: string
  note?: ReactNode
  isProblem?: boolean
  children: ReactNode
}) {
  const { label, href, note, isProblem = false, children } = props
  return (
    <li className={isProblem ? 'tile tile-problem' : 'tile'}>
      <LogLink href={href} className="tile-link">
        <span className="tile-label">{label}</span> <span className="tile-figure">{children}</span>
      </LogLink>
      {note && <p className="tile-note">{note}</p>}
    </li>
  )
}
