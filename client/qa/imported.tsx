import { useId, useMemo, useState } from 'react'
import { checkHistory } from '../../shared/check-history.ts'
import { type HistoryFile, readHistoryFile } from '../../shared/history-file.ts'
import { usePageTitle } from '../ui/shell.tsx'
import { marksOf, noMarks } from './chart/marks.ts'
import { ChartPane } from './chart-pane.tsx'
import { explainState } from './explain-state.ts'
import { HistoryPanel } from './history-panel.tsx'
import { Problem } from './parts.tsx'
import { movesUntil, stateAfter, staysOf, toPast } from './past.ts'
import { type ModeProps, useLookedAt } from './qa-search.ts'
import { notesOf } from './state-notes.ts'
import { TimeDock } from './time-dock.tsx'
import { Workspace } from './workspace.tsx'

const mostBytes = 50 * 1024 * 1024
const noKeys = new Map()

/** An imported history, played back, and checked against the machine as it is now. What is no history is said so, and what was open stays. */
export function Imported(props: ModeProps & { file: HistoryFile | null; onFile: (file: HistoryFile) => void }) {
  const { file, onFile, ...mode } = props
  const [problem, setProblem] = useState<string | null>(null)
  const [isOver, setOver] = useState(false)
  const [at, look] = useLookedAt(mode.search.event, mode.onChange)
  const [showsSkips, setSkips] = useState(false)
  const entries = useMemo(() => file?.timeline.entries ?? [], [file])
  const past = useMemo(() => toPast(entries), [entries])
  const found = at === null ? -1 : past.indexOf(at)
  const index = found < 0 ? null : found
  const moves = useMemo(() => movesUntil(past, index ?? entries.length), [past, index, entries.length])
  const state = stateAfter(moves)
  const marks = useMemo(
    () => (state ? marksOf(state, moves, file?.timeline.requestType) : noMarks),
    [state, moves, file],
  )
  const divergences = useMemo(() => checkHistory(entries), [entries])
  const endMs = past.timesMs.at(-1) ?? 0
  usePageTitle('Imported history – State machine – NELFUND Connect')

  const open = async (given: File | undefined) => {
    setOver(false)
    if (!given) return
    if (given.size > mostBytes)
      return setProblem(`The file is too large for a history: ${Math.ceil(given.size / 1024 / 1024)} MB.`)
    const read = readHistoryFile(await given.text())
    if ('file' in read) onFile(read.file)
    setProblem('problem' in read ? read.problem : null)
  }
  const numberOf = (entryId: string) => past.indexOf(entryId) + 1

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer; the field does the same
    <div
      className={isOver ? 'qa-drop qa-drop-over' : 'qa-drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        void open(event.dataTransfer.files[0])
      }}
    >
      <Workspace
        mode={mode}
        marks={marks}
        exported={{ name: 'imported-history', json: file ? async () => file : null }}
        centre={
          <ChartPane
            {...mode}
            marks={marks}
            notes={notesOf(marks, staysOf(moves), index === null ? endMs : (past.timesMs[index] ?? endMs), null)}
            label="State machine: imported history"
            explain={(id) => (state ? explainState(id, state, { keys: noKeys, canSend: false }) : [])}
            showsSkips={showsSkips}
            onSkips={setSkips}
            isPast={file !== null}
            title={
              <>
                <h2>{file ? 'Imported history' : 'Import a history'}</h2>
                <span className="qa-say" role="status">
                  {file
                    ? `session ${file.timeline.sessionId.slice(0, 8)}, exported ${file.exportedAt.slice(0, 19).replace('T', ' ')}: ${entries.length} entries. ${agreementMessage(divergences.length)}`
                    : 'Drop a file that was exported as JSON from a followed session. A link does not hold the file.'}
                </span>
              </>
            }
            actions={<FileField onFile={open} />}
            notice={
              problem && (
                <Problem>{`${problem} Choose a file that was exported as JSON from a followed session.`}</Problem>
              )
            }
          />
        }
        sideLabel="History"
        side={
          file && (
            <>
              {divergences.length > 0 && (
                <section className="qa-section qa-differences" aria-label="Differences">
                  <h2>Other than the machine today · {divergences.length}</h2>
                  <ol>
                    {divergences.slice(0, mostListed).map(({ entryId, text }) => (
                      <li key={`${entryId} ${text}`}>
                        <button type="button" className="link" onClick={() => look(entryId)}>
                          Entry {numberOf(entryId)} ({entryId})
                        </button>
                        : {text}
                      </li>
                    ))}
                  </ol>
                </section>
              )}
              <HistoryPanel entries={entries} index={index} onSelect={look} />
            </>
          )
        }
        dock={
          entries.length > 0 && (
            <TimeDock
              past={past}
              index={index}
              endMs={endMs}
              {...(file && { commands: file.timeline.commands })}
              end="End"
              onMove={look}
            />
          )
        }
      />
    </div>
  )
}

const mostListed = 200

function agreementMessage(differences: number): string {
  if (differences === 0) return 'The machine behaves the same today.'
  return `The machine behaves differently today in ${differences === 1 ? '1 place' : `${differences} places`}.`
}

function FileField({ onFile }: { onFile: (file: File | undefined) => Promise<void> }) {
  const id = useId()
  return (
    <span className="qa-file">
      <label htmlFor={id}>Import a history</label>
      <input
        id={id}
        type="file"
        accept=".json,application/json"
        onChange={({ target }) => {
          void onFile(target.files?.[0])
          target.value = '' // so that the same file can be chosen again
        }}
      />
    </span>
  )
}
