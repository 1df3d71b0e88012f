import './qa.css'
import './panels.css'
import { useCallback, useState } from 'react'
import { Link } from 'wouter'
import type { HistoryFile } from '../../shared/history-file.ts'
import { sessionQuery } from '../live/session-query.ts'
import { queryClient } from '../query-client.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { trpc } from '../trpc.ts'
import { clientIpOf, type Mode, modes, readAddress } from './address.ts'
import { Coverage } from './coverage.tsx'
import { Follow } from './follow.tsx'
import { ImportFile } from './import-file.tsx'
import { Imported } from './imported.tsx'
import { Sandbox } from './sandbox.tsx'
import { TestCoverage } from './test-coverage.tsx'
import { useAddress } from './use-address.ts'

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

/** Asks for the session in the address while it is not yet known whether the browser is signed in: both answers come together. */
function readAhead(): void {
  const { mode, session } = readAddress(window.location.search)
  if (session === null || (mode !== 'follow' && mode !== 'sandbox')) return
  void queryClient.prefetchQuery(sessionQuery(session))
  void queryClient.prefetchQuery(trpc.qa.timeline.queryOptions({ sessionId: session }))
}

function Desk() {
  const [address, onChange] = useAddress()
  const [file, setFile] = useState<HistoryFile | null>(null)
  const open = useCallback(
    (opened: HistoryFile) => {
      setFile(opened)
      onChange({ mode: 'file', event: null })
    },
    [onChange],
  )
  const props = { address, onChange }
  return (
    <div className="qa">
      <header className="qa-head">
        <h1>State machine</h1>
        <nav aria-label="Modes">
          {modes.map((mode) => (
            <Link
              key={mode}
              href={clientIpOf({ ...address, mode, event: null })}
              aria-current={address.mode === mode ? 'page' : undefined}
            >
              {names[mode]}
            </Link>
          ))}
          <Link href="/admin">Console</Link>
        </nav>
        <ImportFile onFile={open} />
      </header>
      <main className="qa-main">
        {address.mode === 'follow' && <Follow key={address.session} {...props} />}
        {address.mode === 'sandbox' && <Sandbox {...props} />}
        {address.mode === 'coverage' && <Coverage {...props} />}
        {address.mode === 'tests' && <TestCoverage {...props} />}
        {address.mode === 'file' && <Imported key={file?.exportedAt} file={file} {...props} />}
      </main>
    </div>
  )
}
