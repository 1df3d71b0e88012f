import { groupBy } from '../../shared/group-by.ts'
import { elapsed } from '../timeline/elapsed.ts'
import type { SessionCoverage } from '../trpc.ts'
import { short } from './state-notes.ts'

const number = new Intl.NumberFormat('en')

/** How often each state was entered, how many are in it, and how long they stayed. */
export function StaysTable({ coverage }: { coverage: SessionCoverage }) {
  const regions = groupBy(coverage.states, ({ id }) => id.split('.')[0] ?? '')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="qa-section qa-table" aria-label="How long they stay" tabIndex={0}>
      <h2>How long they stay</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Entered</th>
            <th scope="col">Now</th>
            <th scope="col">Median</th>
            <th scope="col">95 %</th>
          </tr>
        </thead>
        {[...regions].map(([region, states]) => (
          <tbody key={region}>
            <tr>
              <th scope="rowgroup" colSpan={5}>
                {region}
              </th>
            </tr>
            {states.map(({ id, entered, now, dwell }) => (
              <tr key={id} className={entered === 0 ? 'qa-row-unseen' : ''}>
                <th scope="row">{id.split('.')[1]}</th>
                <td>{entered === 0 ? 'never' : number.format(entered)}</td>
                <td>{number.format(now)}</td>
                <td title={dwell ? elapsed(dwell.medianMs) : undefined}>{dwell ? short(dwell.medianMs) : '–'}</td>
                <td title={dwell ? elapsed(dwell.p95Ms) : undefined}>{dwell ? short(dwell.p95Ms) : '–'}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}
