import './qa.css'
import './panels.css'
import { useCallback, useState } from 'react'
import { Link } from 'wouter'
import type { HistoryFile } from '../../shared/history-file.ts'
import { sessionQuery } from '../live/use-live-session.ts'
import { queryClient } from '../query-client.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { trpc } from '../trpc.ts'
import { Coverage, TestCoverage } from './coverage.tsx'
import { Follow } from './follow.tsx'
import { Imported, ImportFile } from './imported.tsx'
import { type Mode, modes, readQaSearch, urlOf, useQaSearch } from './qa-search.ts'
import { Sandbox } from './sandbox.tsx'

const names = {
  follow: 'Follow',
  sandbox: 'Sandbox',
  coverage: 'Coverage',
  tests: 'Tests',
  file: 'Imported',
} satisfies Record<Mode, string>

/** The QA engineer's page, at `/qa`: the running machine, not a drawing of it. */
export function QaPage() {
  useState(readAhead)
  return (
    <SignedIn heading="State machine">
      <Desk />
    </SignedIn>
  )
}

/** Asks for the session in the URL while it is not yet known whether the browser is signed in: both answers come together. */
function readAhead(): void {
  const { mode, session } = readQaSearch(window.location.search)
  if (session === null || (mode !== 'follow' && mode !== 'sandbox')) return
  void queryClient.prefetchQuery(sessionQuery(session))
  void queryClient.prefetchQuery(trpc.qa.timeline.queryOptions({ sessionId: session }))
}

function Desk() {
  const mode = useQaSearch()
  const { search, onChange } = mode
  const [file, setFile] = useState<HistoryFile | null>(null)
  const open = useCallback(
    (opened: HistoryFile) => {
      setFile(opened)
      onChange({ mode: 'file', event: null })
    },
    [onChange],
  )
  return (
    <div className="qa">
      <header className="qa-head">
        <h1>State machine</h1>
        <nav aria-label="Modes">
          {modes.map((name) => (
            <Link
              key={name}
              href={urlOf({ ...search, mode: name, event: null })}
              aria-current={search.mode === name ? 'page' : undefined}
            >
              {names[name]}
            </Link>
          ))}
          <Link href="/admin">Console</Link>
        </nav>
        <ImportFile onFile={open} />
      </header>
      <main className="qa-main">
        {search.mode === 'follow' && <Follow key={search.session} {...mode} />}
        {search.mode === 'sandbox' && <Sandbox {...mode} />}
        {search.mode === 'coverage' && <Coverage {...mode} />}
        {search.mode === 'tests' && <TestCoverage {...mode} />}
        {search.mode === 'file' && <Imported key={file?.exportedAt} file={file} {...mode} />}
      </main>
    </div>
  )
}
