import { useEffect } from 'react'
import type { CommandKind } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { isUnknownSession } from './failure.ts'
import { ask, askAnew, heldView, keepView, useKept } from './kept-sessions.ts'
import { useLink } from './link-notice.ts'
import { type LinkState, pollMs } from './link-state.ts'
import { onComeback } from './on-comeback.ts'
import { shareWatch } from './share-watch.ts'

/** A session's view, and what the platform has refused to do for it, where that was found out. */
export type WatchedView = SessionView & { readonly problem?: CommandKind }

export type LiveSession =
  | { state: 'none' | 'loading' | 'unknown' }
  | { state: 'unreachable'; error?: unknown; retry: () => void }
  | { state: 'known'; view: WatchedView }

/** A session and how it is kept fresh. One entry: a question fills it, the stream and every answer renew it. */
export function useLiveSession(sessionId: string | null): { session: LiveSession; link: LinkState } {
  const [link, tell] = useLink()
  const { view, error } = useKept(sessionId)
  const isUnknown = isUnknownSession(error)
  const everyMs = view !== null && pollMs(link) // what was never there is for the student to ask for

  useEffect(() => {
    if (sessionId === null || everyMs === false) return
    const timer = setInterval(() => document.visibilityState === 'visible' && ask(sessionId), everyMs)
    return () => clearInterval(timer)
  }, [sessionId, everyMs])

  useEffect(() => {
    if (sessionId === null || isUnknown) return
    const resync = () => askAnew(sessionId)
    const stop = shareWatch(sessionId, {
      view: () => heldView(sessionId),
      onView: keepView,
      onStream(event) {
        tell(event)
        if (event.type === 'ended') resync()
      },
    })
    const forget = onComeback(resync)
    return () => {
      forget()
      stop()
    }
  }, [sessionId, isUnknown, tell])

  // Without a stream, only the answers tell that the server cannot be reached.
  const isUnheard = link.phase === 'asking' && view !== null && error !== null
  return { session: toSession(), link: isUnheard ? { ...link, since: 0 } : link }

  function toSession(): LiveSession {
    if (sessionId === null) return { state: 'none' }
    if (isUnknown) return { state: 'unknown' }
    if (view) return { state: 'known', view }
    if (error !== null) return { state: 'unreachable', error, retry: () => askAnew(sessionId) }
    return { state: 'loading' }
  }
}
