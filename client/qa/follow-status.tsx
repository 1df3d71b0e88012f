import { noticeFor } from '../live/link-state.ts'
import { useServerTime } from '../live/use-server-time.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import type { Marks } from './chart/marks.ts'
import type { useFollowed } from './use-followed.ts'

export interface FollowStatusProps {
  readonly followed: ReturnType<typeof useFollowed>
  readonly where: string
  readonly marks: Marks
  readonly isPast: boolean
  /** The address names an entry that the timeline does not have. */
  readonly isLost: boolean
  readonly onLive: () => void
  readonly onLeave: () => void
}

const links = {
  none: 'Live',
  reconnecting: 'The stream was cut. Reconnecting… what is shown may be old.',
  offline: 'You are offline. What is shown may be old; it goes on by itself when you are back.',
  polling: 'The stream cannot be held. Asking every few seconds instead.',
} as const

/** How the page stands to the session: which one, live or past, and what is wrong and what to do where something is. */
export function FollowStatus({ followed, where, marks, isPast, isLost, onLive, onLeave }: FollowStatusProps) {
  const { session, link, view, error, refetch } = followed
  useServerTime()
  if (session.state === 'none') return null
  const leave = (
    <button type="button" onClick={onLeave}>
      Choose another session
    </button>
  )
  if (session.state === 'loading') return <p role="status">Finding the session…</p>
  if (session.state === 'unknown') {
    return (
      <p className="qa-problem" role="alert">
        There is no such session: the address may be incomplete, or the session is too old to be kept. Choose one below.{' '}
        {leave}
      </p>
    )
  }
  if (session.state === 'unreachable') {
    return (
      <p className="qa-problem" role="alert">
        The session could not be read. Check the connection to the server.{' '}
        <button type="button" onClick={session.retry}>
          Try again
        </button>
      </p>
    )
  }
  const notice =
    link.phase === 'ended'
      ? 'The session has ended: nothing more will come.'
      : links[noticeFor(link, performance.now())]
  return (
    <div className="qa-status">
      <p role="status">
        <strong>{isPast ? 'The past' : notice}</strong> · {where}
        {marks.cause && ` · last by ${marks.cause}`}
      </p>
      {isPast && (
        <p className="qa-tint">
          You are looking at the past; nothing can be sent from here.{' '}
          <button type="button" onClick={onLive}>
            Back to live
          </button>
        </p>
      )}
      {isLost && (
        <p className="qa-problem" role="alert">
          The timeline has no such entry; the latest is shown.
        </p>
      )}
      {error && (
        <p className="qa-problem" role="alert">
          The timeline could not be read.{' '}
          <button type="button" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      )}
      <p className="qa-session">
        Session <span className="code">{view?.sessionId}</span>
      </p>
      <CopyButton text={window.location.href}>Copy link</CopyButton>
      {leave}
    </div>
  )
}
