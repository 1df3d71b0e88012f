import type { AdminStats } from '../../trpc.ts'
import { TableHead } from '../console-parts.tsx'
import { logUrl } from '../console-urls.ts'
import { count, LogLink } from './figures.tsx'

const reasons = {
  400: 'not a valid webhook, or too old',
  401: 'wrong key',
  403: 'another organization',
  413: 'body too large',
  429: 'too many wrong keys',
  503: 'over the rate limit, or the database was not writable',
} satisfies Record<AdminStats['rejected'][number]['reason'], string>

/** Requests that were refused, by the answer they got, beside those that were accepted. Refused ones are not stored. */
export function Rejections({ stats }: { stats: AdminStats }) {
  const accepted = [
    ['200 accepted', logUrl({}), stats.last24h, stats.total],
    ['200 duplicate', logUrl({ redelivered: true }), stats.duplicatesLast24h, stats.duplicates],
  ] as const
  return (
    <section className="panel">
      <h2>Requests by answer</h2>
      <table className="figures">
        <TableHead columns={[['Answer'], ['24 h', 'number'], ['All time', 'number']]} />
        <tbody>
          {accepted.map(([name, href, last24h, ever]) => (
            <tr key={name}>
              <th scope="row">
                <LogLink href={href}>{name}</LogLink>
              </th>
              <td className="number">{count(last24h)}</td>
              <td className="number">{count(ever)}</td>
            </tr>
          ))}
          {stats.rejected.map(({ reason, count: ever, last24h }) => (
            <tr key={reason} className={last24h > 0 ? 'figures-problem' : undefined}>
              <th scope="row">
                {reason} {reasons[reason]}
              </th>
              <td className="number">{count(last24h)}</td>
              <td className="number">{count(ever)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">Refused requests are not stored; each has a line in the server’s log.</p>
    </section>
  )
}
