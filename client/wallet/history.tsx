import type { WalletView } from '../../server/simulator/records.ts'

const clock = new Intl.DateTimeFormat('en-NG', { timeStyle: 'medium' })

/** What happened on a connection, newest first. */
export function History({ entries }: { entries: WalletView['history'] }) {
  return (
    <section className="wallet-history" aria-label="History">
      <h2>History</h2>
      <ol>
        {entries.toReversed().map(({ at, text }) => (
          <li key={`${at} ${text}`}>
            <time dateTime={at}>{clock.format(new Date(at))}</time> {text}
          </li>
        ))}
      </ol>
    </section>
  )
}
