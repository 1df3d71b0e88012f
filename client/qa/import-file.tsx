import { useId, useState } from 'react'
import { type HistoryFile, readHistoryFile } from '../../shared/history-file.ts'

const mostBytes = 50 * 1024 * 1024

/** Opens an exported history. What is none is said so, and what was open stays. */
export function ImportFile({ onFile }: { onFile: (file: HistoryFile) => void }) {
  const [problem, setProblem] = useState<string | null>(null)
  const id = useId()
  const open = async (file: File | undefined) => {
    if (!file) return
    if (file.size > mostBytes) return setProblem('The file is larger than any history.')
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
      {problem && (
        <p className="qa-problem" role="alert">
          {problem} Choose a file that “Export JSON” of a followed session has written.
        </p>
      )}
    </div>
  )
}
