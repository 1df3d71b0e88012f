import { noticeFor } from '../live/link-state.ts'
import { useServerTime } from '../live/server-clock.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import type { Marks } from './chart/marks.ts'
import { Button, Problem } from './qa-parts.tsx'
import type { useFollowed } from './use-followed.ts'

interface FollowStatusProps {
  readonly followed: ReturnType<typeof useFollowed>
  readonly where: string
  readonly marks: Marks
  readonly isPast: boolean
  /** The URL names an entry that the timeline does not have. */
  readonly isLost: boolean
  readonly onLive: () => void
  readonly onLeave: () => void
}

const leaveText = 'Choose another session'
const links = {
  none: 'Live',
  reconnecting: 'Connection lost. Reconnecting… What is shown may be out of date.',
  offline: 'You are offline. What is shown may be out of date; it continues by itself when you are back online.',
  polling: 'No live connection. Checking for updates every few seconds instead.',
} as const

/** How the page stands to the session: which one, live or past, and what is wrong and what to do where something is. */
export function FollowStatus({ followed, where, marks, isPast, isLost, onLive, onLeave }: FollowStatusProps) {
  const { session, link, view, error, refetch } = followed
  useServerTime()
  if (session.state === 'none') return null
  if (session.state === 'loading') return <p role="status">Finding the session…</p>
  if (session.state === 'unknown') {
    return (
      <Problem action={leaveText} onAct={onLeave}>
        There is no such session. The link may be incomplete, or the session too old to be kept. Choose one below.
      </Problem>
    )
  }
  if (session.state === 'unreachable') {
    return <Problem onAct={session.retry}>The session could not be loaded. Check the connection to the server.</Problem>
  }
  const notice =
    link.phase === 'ended'
      ? 'The session has ended; nothing more will happen.'
      : links[noticeFor(link, performance.now())]
  return (
    <div className="qa-status">
      <p role="status">
        <strong>{isPast ? 'The past' : notice}</strong> · {where}
        {marks.cause && ` · last change by ${marks.cause}`}
      </p>
      {isPast && (
        <p className="qa-tint">
          You are looking at the past; nothing can be sent from here. <Button onClick={onLive}>Back to live</Button>
        </p>
      )}
      {isLost && <Problem>The timeline has no such entry; the latest is shown.</Problem>}
      {error && <Problem onAct={refetch}>The timeline could not be loaded.</Problem>}
      <p className="qa-session">
        Session <span className="code">{view?.sessionId}</span>
      </p>
      <CopyButton text={window.location.href}>Copy link</CopyButton>
      <Button onClick={onLeave}>{leaveText}</Button>
    </div>
  )
}
