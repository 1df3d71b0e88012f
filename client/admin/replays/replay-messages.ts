import type { ReplayPreview, WebhookDetail } from '../../trpc.ts'
import { counted, timeText } from '../times.tsx'

/** What an event did, or why it did nothing, in a sentence or two. */
export function itDid(event: WebhookDetail): string {
  const { outcome, effect, error, replays, nextAttemptAt } = event
  const replayer = replays[0]?.by
  switch (outcome) {
    case 'applied': {
      const again = replayer === undefined ? '' : ` Replayed by ${replayer}, ${timeText(replays[0]?.at ?? '')}.`
      return `It changed its session: ${effect}.${again}`
    }
    case 'stale':
      return `It changed nothing: ${error ?? effect}.`
    case 'unmatched':
      return `It waits: ${effect.replace(/^waits: /, '')}. It is applied as soon as that changes.`
    case 'ignored':
      return 'It changed nothing: nothing here knows its topic. It is kept as it came.'
    case 'failed': {
      const next =
        nextAttemptAt === null ? 'It is not tried again by itself.' : `It is tried again ${timeText(nextAttemptAt)}.`
      return `It did nothing: ${error ?? 'for an unknown reason'}. It is stored. ${next}`
    }
  }
}

/** What replaying this one event would do, after the words "Replay would". */
export function wouldDo({ outcomes, error, waiting, change }: ReplayPreview): string {
  if (outcomes.purged > 0) return 'do nothing: its body is no longer kept.'
  if (outcomes.failed > 0) return `fail again: ${error ?? 'for an unknown reason'}.`
  if (outcomes.stale > 0) return 'change nothing: its session is at or past that state by now.'
  if (outcomes.unmatched > 0) return 'leave it waiting: there is still no session for it.'
  if (outcomes.ignored > 0) return 'leave it: its topic is still unknown.'
  const steps = change
    ? (['status', 'proof', 'credential'] as const).flatMap((name) =>
        change.before[name] === change.after[name] ? [] : `${change.before[name]} to ${change.after[name]}`,
      )
    : []
  const taken = steps.length > 0 ? `take it from ${steps.join(', ')}` : 'change nothing of its session'
  if (waiting.length === 0) return `${taken}.`
  return `${taken}, with the ${waiting.length} that wait for it: ${waiting.join(', ')}.`
}

/** What replaying several would do: "Replay would apply 10; 2 are stale by now." */
export function wouldDoAll({ outcomes, waiting, total, tried }: ReplayPreview): string {
  const parts = [
    outcomes.stale > 0 && `${outcomes.stale} ${outcomes.stale === 1 ? 'is' : 'are'} stale by now`,
    outcomes.unmatched > 0 && `${outcomes.unmatched} would still wait`,
    outcomes.ignored > 0 && `${outcomes.ignored} would stay ignored`,
    outcomes.failed > 0 && `${outcomes.failed} would fail again`,
    outcomes.purged > 0 && `${outcomes.purged} have no body any more`,
  ].filter((part) => part !== false)
  const others = waiting.length > 0 ? ` and ${counted(waiting.length, 'webhook')} that wait` : ''
  const first = total === null || total > tried ? `Of the oldest ${tried}, replay` : 'Replay'
  return `${[`${first} would apply ${outcomes.applied}${others}`, ...parts].join('; ')}.`
}
