import { useCallback, useState } from 'react'
import { ask } from '../live/kept-sessions.ts'
import { queryClient } from '../query-client.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { Coverage } from './coverage.tsx'
import { Follow } from './follow.tsx'
import { Imported } from './imported.tsx'
import { readQaSearch, useQaSearch } from './qa-search.ts'
import type { OpenedHistory } from './read-history.worker.ts'
import { Sandbox } from './sandbox.tsx'
import { Tests } from './tests.tsx'
import { storyQuery } from './use-story.ts'

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
  ask(session)
  void queryClient.prefetchQuery(storyQuery(session))
}

function Desk() {
  const mode = useQaSearch()
  const { search, onChange } = mode
  const [opened, setOpened] = useState<OpenedHistory | null>(null)
  const open = useCallback(
    (history: OpenedHistory) => {
      setOpened(history)
      onChange({ event: null })
    },
    [onChange],
  )
  switch (search.mode) {
    case 'follow':
      return <Follow key={search.session} {...mode} />
    case 'sandbox':
      return <Sandbox {...mode} />
    case 'coverage':
      return <Coverage {...mode} />
    case 'tests':
      return <Tests {...mode} />
    case 'file':
      return <Imported opened={opened} onOpen={open} {...mode} />
  }
}
