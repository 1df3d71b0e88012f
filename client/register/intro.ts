import type { SessionView } from '../../shared/session-view.ts'
import { forget, lastSession, tabSession } from './own-sessions.ts'
import { urlOf } from './session-url.ts'

/**
 * All that the first page runs: it sends a student back to where they were. Where the tab is in a session, that is there; where
 * another visit left one, the next page asks whose it is. What is over is forgotten. An address that asks for a type of its
 * own is a new beginning. Without an answer the page stays as it is, and its link leads on.
 */
async function goBack(): Promise<void> {
  if (new URLSearchParams(location.search).has('type')) return
  const own = tabSession()
  const sessionId = own ?? lastSession.read()
  if (sessionId === null) return
  const response = await fetch(`/trpc/session.get?input=${encodeURIComponent(JSON.stringify({ sessionId }))}`)
  const answer: { result?: { data: SessionView } } = await response.json()
  if (answer.result?.data.outcome === 'open')
    location.replace(own === null ? '/register/connect' : urlOf('connect', own))
  else if (answer.result || response.status === 404 || response.status === 400) forget(sessionId)
}

goBack().catch(() => {}) // no answer
addEventListener('pageshow', ({ persisted }) => persisted && lastSession.read() !== null && location.reload())
