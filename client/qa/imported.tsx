import { type DragEvent, useEffect, useMemo, useRef, useState } from 'react'
import { usePageTitle } from '../ui/shell.tsx'
import { marksOf, noMarks } from './chart/marks.ts'
import { ChartPane } from './chart-pane.tsx'
import { explainState } from './explain-state.ts'
import { FileFaults } from './file-faults.tsx'
import { FileField } from './file-field.tsx'
import { HistoryPanel } from './history-panel.tsx'
import { openHistory } from './open-history.ts'
import { Problem } from './parts.tsx'
import { movesUntil, stateAfter, staysOf, toPast } from './past.ts'
import { type ModeProps, useLookedAt } from './qa-search.ts'
import type { OpenedHistory } from './read-history.worker.ts'
import { notesOf } from './state-notes.ts'
import { TimeDock } from './time-dock.tsx'
import { Workspace } from './workspace.tsx'

const noKeys = new Map()

/**
 * An imported history, played back, and checked against the machine as it is now. What is no history is said so, and what
 * was open stays.
 */
export function Imported(
  props: ModeProps & { opened: OpenedHistory | null; onOpen: (history: OpenedHistory) => void },
) {
  const { opened, onOpen, ...mode } = props
  const file = opened?.file ?? null
  const { open, problem, reading } = useReader(onOpen)
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
  const stays = useMemo(() => staysOf(moves), [moves])
  const endMs = past.timesMs.at(-1) ?? 0
  usePageTitle('Imported history – State machine – NELFUND Connect')

  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    open(event.dataTransfer.files[0])
  }
  const field = <FileField onFile={open} />
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer; the field does the same
    <div
      className={isOver ? 'qa-drop qa-drop-over' : 'qa-drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <Workspace
        mode={mode}
        marks={marks}
        exported={{ name: 'imported-history', json: file ? async () => file : null }}
        centre={
          <ChartPane
            {...mode}
            marks={marks}
            notes={notesOf(marks, stays, index === null ? endMs : (past.timesMs[index] ?? endMs), null)}
            label="State machine: imported history"
            explain={(id) => (state ? explainState(id, state, { keys: noKeys, canSend: false }) : [])}
            showsSkips={showsSkips}
            {...(file && { onSkips: setSkips })}
            isPast={file !== null}
            title={
              <>
                <h2>{file ? 'Imported history' : 'Import a history'}</h2>
                <span className="qa-say qa-long-say" role="status">
                  {reading ?? (opened ? summary(opened) : 'A link does not hold the file.')}
                </span>
              </>
            }
            actions={file && field}
            instead={
              file ? null : (
                <div className="qa-drop-zone">
                  <p>Drop a history file here</p>
                  <p className="qa-soft">
                    It is exported as JSON from a followed session, and checked against the machine as it is today. It
                    stays in this page.
                  </p>
                  {field}
                </div>
              )
            }
            notice={
              problem && (
                <Problem>{`${problem} Choose a file that was exported as JSON from a followed session.`}</Problem>
              )
            }
          />
        }
        sideLabel="History"
        side={
          opened && (
            <>
              <FileFaults opened={opened} onLook={look} />
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

/** Reads the file that was chosen last. */
function useReader(onOpen: (history: OpenedHistory) => void) {
  const [problem, setProblem] = useState<string | null>(null)
  const [reading, setReading] = useState<string | null>(null)
  const current = useRef<AbortController>(null)
  useEffect(() => () => current.current?.abort(), [])
  const open = (given: File | undefined) => {
    if (!given) return
    current.current?.abort()
    current.current = new AbortController()
    setReading(`Reading ${given.name.slice(0, 60)}…`)
    void openHistory(given, current.current.signal).then((read) => {
      setReading(null)
      setProblem('problem' in read ? read.problem : null)
      if ('file' in read) onOpen(read)
    })
  }
  return { open, problem, reading }
}

function summary({ file: { timeline, exportedAt }, numbers, faults, divergences }: OpenedHistory): string {
  const { count: differences } = divergences
  const today =
    differences === 0
      ? 'The machine behaves the same today.'
      : `The machine behaves differently today in ${differences === 1 ? '1 place' : `${differences} places`}.`
  return [
    today,
    ...(faults.count > 0
      ? [`${faults.count} ${faults.count === 1 ? 'thing is' : 'things are'} wrong in the file.`]
      : []),
    `Session ${timeline.sessionId.slice(0, 8)}, exported ${exportedAt.slice(0, 19).replace('T', ' ')}: ${numbers.length} entries.`,
  ].join(' ')
}
