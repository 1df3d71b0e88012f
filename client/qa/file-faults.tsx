import type { Listed, OpenedHistory } from './read-history.worker.ts'

/** What is wrong in a file, and where it is other than the machine today, each by the number of its entry. */
export function FileFaults({ opened, onLook }: { opened: OpenedHistory; onLook: (entryId: string) => void }) {
  const { faults, divergences, numbers } = opened
  const last = numbers.at(-1) ?? 0
  return (
    <>
      {faults.count > 0 && (
        <section className="qa-section qa-differences" aria-label="Faults">
          <h2>Wrong in the file · {faults.count.toLocaleString('en')}</h2>
          <ol>
            {faults.first.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ol>
          <Rest of={faults} />
        </section>
      )}
      {divergences.count > 0 && (
        <section className="qa-section qa-differences" aria-label="Differences">
          <h2>Other than the machine today · {divergences.count.toLocaleString('en')}</h2>
          <ol>
            {divergences.first.map(({ entryId, number, text }) => (
              <li key={`${entryId} ${text}`}>
                <button type="button" className="link" disabled={number > last} onClick={() => onLook(entryId)}>
                  {`Entry ${number} (${entryId})`}
                </button>
                : {text}
              </li>
            ))}
          </ol>
          <Rest of={divergences} />
        </section>
      )}
    </>
  )
}

function Rest({ of: { first, count } }: { of: Listed<unknown> }) {
  return (
    first.length < count && <p className="qa-soft">{`The first ${first.length} of ${count.toLocaleString('en')}.`}</p>
  )
}
