import { useId, useMemo, useState } from 'react'
import { checkHistory } from '../../shared/check-history.ts'
import { type HistoryFile, readHistoryFile } from '../../shared/history-file.ts'
import { usePageTitle } from '../ui/shell.tsx'
import { marksOf, noMarks, stateAt } from './chart/marks.ts'
import { Playback } from './playback.tsx'
import { Entries, Panel, Problem } from './qa-parts.tsx'
import { type ModeProps, useLookedAt } from './qa-search.ts'
import { Stage } from './stage.tsx'

const mostBytes = 50 * 1024 * 1024

/** Opens an exported history. What is none is said so, and what was open stays. */
export function ImportFile({ onFile }: { onFile: (file: HistoryFile) => void }) {
  const [problem, setProblem] = useState<string | null>(null)
  const id = useId()
  const open = async (file: File | undefined) => {
    if (!file) return
    if (file.size > mostBytes) return setProblem('The file is too large for a history.')
    const read = readHistoryFile(await file.text())
    if ('file' in read) onFile(read.file)
    setProblem('problem' in read ? read.problem : null)
  }
  return (
    <div className="qa-import">
      <label htmlFor={id}>Import a history</label>
      <input
        id={id}
        type="file"
        accept=".json,application/json"
        onChange={({ target }) => {
          void open(target.files?.[0])
          target.value = '' // so that the same file can be chosen again
        }}
      />
      {problem && <Problem>{`${problem} Choose a file that was exported as JSON from a followed session.`}</Problem>}
    </div>
  )
}

/** An imported history, played back, and checked against the machine as it is now. */
export function Imported({ search, onChange, file }: ModeProps & { file: HistoryFile | null }) {
  const [at, look] = useLookedAt(search.event, onChange)
  const entries = useMemo(() => file?.timeline.entries ?? [], [file])
  const found = at === null ? -1 : entries.findIndex(({ id }) => id === at)
  const index = found < 0 ? entries.length - 1 : found
  const marks = useMemo(() => {
    const until = entries.slice(0, index + 1)
    const state = stateAt(until)
    return state ? marksOf(state, until) : noMarks
  }, [entries, index])
  const divergences = useMemo(() => checkHistory(entries), [entries])
  usePageTitle('Imported history – State machine – NELFUND Connect')

  return (
    <>
      <p className="qa-status" role="status">
        {file ? (
          <>
            <strong>Imported history</strong> of session {file.timeline.sessionId.slice(0, 8)}, exported{' '}
            {file.exportedAt}: {entries.length} entries.{' '}
            {divergences.length === 0
              ? 'The machine behaves the same today.'
              : `The machine behaves differently today in ${divergences.length === 1 ? '1 place' : `${divergences.length} places`}.`}
          </>
        ) : (
          'A link does not contain the file. Import the history again to see it.'
        )}
      </p>
      <Stage
        search={search}
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
          <Panel label="History" heading="Timeline" className="qa-history">
            <Entries label="Timeline" entries={entries} at={at} onSelect={look} />
          </Panel>
          <Panel label="Differences" heading="Compared with the current machine">
            {divergences.length === 0 && <p>No differences.</p>}
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
          </Panel>
        </div>
      )}
    </>
  )
}
