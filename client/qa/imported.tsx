import { useEffect, useMemo } from 'react'
import { checkHistory } from '../../shared/check-history.ts'
import type { HistoryFile } from '../../shared/history-file.ts'
import { Timeline } from '../timeline/timeline.tsx'
import type { QaAddress } from './address.ts'
import { marksOf, noMarks, stateAt } from './chart/marks.ts'
import { Playback } from './playback.tsx'
import { Stage } from './stage.tsx'
import { toItems } from './to-items.ts'
import type { ChangeAddress } from './use-address.ts'
import { useLookedAt } from './use-looked-at.ts'

/** An imported history, played back, and checked against the machine as it is now. */
export function Imported(props: { address: QaAddress; onChange: ChangeAddress; file: HistoryFile | null }) {
  const { address, onChange, file } = props
  const [at, look] = useLookedAt(address.event, onChange)
  const entries = useMemo(() => file?.timeline.entries ?? [], [file])
  const found = at === null ? -1 : entries.findIndex(({ id }) => id === at)
  const index = found < 0 ? entries.length - 1 : found
  const marks = useMemo(() => {
    const until = entries.slice(0, index + 1)
    const state = stateAt(until)
    return state ? marksOf(state, until) : noMarks
  }, [entries, index])
  const divergences = useMemo(() => checkHistory(entries), [entries])
  const items = useMemo(() => toItems(entries), [entries])

  useEffect(() => {
    document.title = 'Imported history – State machine – NELFUND Connect'
  }, [])

  return (
    <>
      <p className="qa-status" role="status">
        {file ? (
          <>
            <strong>Imported history</strong> of session {file.timeline.sessionId.slice(0, 8)}, exported{' '}
            {file.exportedAt}: {entries.length} entries.{' '}
            {divergences.length === 0
              ? 'The machine does the same today.'
              : `The machine does otherwise today in ${divergences.length} places.`}
          </>
        ) : (
          'A link cannot hold a file: import the history again to see it.'
        )}
      </p>
      <Stage
        address={address}
        onChange={onChange}
        marks={marks}
        label="State machine: imported history"
        exported={{ name: 'imported-history', json: file }}
        isReadOnly
      >
        {file && <Playback entries={entries} at={found < 0 ? null : at} onMove={look} end="End" />}
      </Stage>
      {file && (
        <div className="qa-columns">
          <section className="qa-panel qa-history" aria-label="History">
            <h2>Timeline</h2>
            <Timeline label="Timeline" items={items} selectedId={at} onSelect={look} />
          </section>
          <section className="qa-panel" aria-label="Differences">
            <h2>Against the machine as it is now</h2>
            {divergences.length === 0 && <p>No difference.</p>}
            <ul>
              {divergences.map(({ entryId, text }) => (
                <li key={entryId}>
                  <button type="button" className="link" onClick={() => look(entryId)}>
                    {entryId}
                  </button>{' '}
                  {text}
                </li>
              ))}
            </ul>
          </section>
        </div>
      )}
    </>
  )
}
