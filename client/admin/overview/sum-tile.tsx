import type { AdminStats } from '../../../shared/admin-stats.ts'
import type { Outcome } from '../../../shared/webhook-event.ts'
import { logAddress } from '../console-address.ts'
import { count } from './count.ts'
import { LogLink } from './log-link.tsx'

interface SumTileProps {
  readonly label: string
  readonly sum: number
  readonly of: readonly Outcome[]
  readonly stats: AdminStats
}

/** A figure that is the sum of several outcomes, each of which leads to the list it counts. */
export function SumTile({ label, sum, of, stats }: SumTileProps) {
  return (
    <li className="tile">
      <p>
        <span className="tile-label">{label}</span> <span className="tile-figure">{count(sum)}</span>
      </p>
      <p className="tile-note tile-parts">
        {of.map((outcome) => (
          <LogLink key={outcome} href={logAddress({ outcome })}>
            {count(stats.outcomes[outcome])} {outcome}
          </LogLink>
        ))}
      </p>
    </li>
  )
}
