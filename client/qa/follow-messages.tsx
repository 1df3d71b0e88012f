import type { SessionView } from '../../shared/session-view.ts'
import { noticeFor } from '../live/link-state.ts'
import { elapsed } from '../timeline/elapsed.ts'
import { stateChange } from '../timeline/timeline-item.ts'
import { roundedMs } from './now-panel.tsx'
import { Problem } from './parts.tsx'
import type { PastEntry } from './past.ts'
import type { Followed } from './use-story.ts'
import { walletName } from './wallet-name.ts'
import type { LinkWords } from './workspace.tsx'

const links = {
  none: 'Live',
  reconnecting: 'Connection lost. Reconnecting…',
  offline: 'You are offline',
  polling: 'Checking every few seconds',
} as const

/** How the page stands to the session: live, ended, or cut off. Null where none is followed. */
export function linkMessages({ session, link }: Followed, isPast: boolean): LinkWords | null {
  if (session.state !== 'known') return null
  if (isPast) return { state: 'quiet', text: 'The past' }
  if (link.phase === 'ended') return { state: 'quiet', text: 'Ended' }
  const notice = noticeFor(link, performance.now())
  return { state: notice === 'none' ? 'live' : notice === 'polling' ? 'quiet' : 'lost', text: links[notice] }
}

/** Whose session it is, and how long it may still stand, or what was at the moment that is looked at; and where it parts from another. */
export function FollowTitle(props: {
  followed: Followed
  nowMs: number
  isPast: boolean
  comparison: string | null
  onLive: () => void
}) {
  const { followed, nowMs, isPast, comparison, onLive } = props
  const { session, view } = followed
  if (!view) {
    const words =
      session.state === 'none'
        ? 'The machine alone'
        : session.state === 'loading'
          ? 'Finding the session…'
          : 'No session'
    return (
      <>
        <h2>{words}</h2>
        <span className="qa-say" />
      </>
    )
  }
  const leftMs = Date.parse(view.expiresAt) - nowMs
  return (
    <>
      <h2 title={view.theirLabel ?? undefined}>
        <bdi>{walletName(view)}</bdi>
      </h2>
      <code className="qa-code" title={view.sessionId}>
        {view.sessionId.slice(0, 8)}
      </code>
      {comparison === null && <span className="qa-tag">{view.requestType}</span>}
      {comparison !== null ? (
        <span className="qa-say qa-long-say qa-comparison" role="status" title={comparison}>
          {comparison}
        </span>
      ) : isPast ? (
        <span className="qa-say">
          The past: nothing can be sent from here.{' '}
          <button type="button" className="link" onClick={onLive}>
            Back to live
          </button>
        </span>
      ) : (
        <span className="qa-say">{standing(view, leftMs)}</span>
      )}
    </>
  )
}

function standing({ status }: SessionView, leftMs: number): string {
  if (status === 'error' || status === 'abandoned') return 'has ended'
  if (status === 'completed') return 'connected'
  return leftMs > 0 ? `expires in ${elapsed(roundedMs(leftMs))}` : 'is about to expire'
}

/** What is wrong, and what to do; and where two sessions part. */
export function FollowNotice(props: { followed: Followed; isLost: boolean; onLeave: () => void }) {
  const { followed, isLost, onLeave } = props
  const { session, error, refetch } = followed
  return (
    <>
      {session.state === 'unknown' && (
        <Problem action="Choose another session" onAct={onLeave}>
          There is no such session. The link may be incomplete, or the session too old to be kept.
        </Problem>
      )}
      {session.state === 'unreachable' && (
        <Problem onAct={session.retry}>The session could not be loaded. Check the connection to the server.</Problem>
      )}
      {isLost && <Problem>The timeline has no such entry; the latest is shown.</Problem>}
      {error && session.state === 'known' && <Problem onAct={refetch}>The timeline could not be loaded.</Problem>}
    </>
  )
}

/** What just happened, in a sentence. */
export function announce(entry: PastEntry | undefined): string {
  if (!entry?.after || !entry.before) return ''
  const change = stateChange(entry.before, entry.after).join('; ')
  return change === '' ? '' : `${change}, by ${entry.topic ?? entry.cause}`
}
