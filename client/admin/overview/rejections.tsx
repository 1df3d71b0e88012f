import type { AdminStats, RejectionReason } from '../../../shared/admin-stats.ts'
import { logAddress } from '../console-address.ts'
import { count } from './count.ts'
import { LogLink } from './log-link.tsx'

const words = {
  400: 'not a valid webhook, or too old',
  401: 'wrong key',
  403: 'another organization',
  413: 'body too large',
  429: 'too many wrong keys',
  503: 'over the rate limit, or the database was not writable',
} satisfies Record<RejectionReason, string>

/** Requests that were refused, by the answer they got, beside those that were accepted. Refused ones are not stored. */
export function Rejections({ stats }: { stats: AdminStats }) {
  return (
    <section className="panel">
      <h2>Requests by answer</h2>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">Answer</th>
            <th scope="col" className="number">
              24 h
            </th>
            <th scope="col" className="number">
              Ever
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              <LogLink href={logAddress({})}>200 accepted</LogLink>
            </th>
            <td className="number">{count(stats.last24h)}</td>
            <td className="number">{count(stats.total)}</td>
          </tr>
          <tr>
            <th scope="row">
              <LogLink href={logAddress({ redelivered: true })}>200 duplicate</LogLink>
            </th>
            <td className="number">{count(stats.duplicatesLast24h)}</td>
            <td className="number">{count(stats.duplicates)}</td>
          </tr>
          {stats.rejected.map(({ reason, count: ever, last24h }) => (
            <tr key={reason} className={last24h > 0 ? 'figures-problem' : undefined}>
              <th scope="row">
                {reason} {words[reason]}
              </th>
              <td className="number">{count(last24h)}</td>
              <td className="number">{count(ever)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">Refused requests are not stored; the server’s log has a line for each.</p>
    </section>
  )
}
