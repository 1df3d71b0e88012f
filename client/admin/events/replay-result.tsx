import type { ReplayState } from './use-replay.ts'

/** What the last replay of this event came to. It stays in the page while empty, for the words to come into. */
export function ReplayResult({ webhookId, replay }: { webhookId: string; replay: ReplayState }) {
  return (
    <p className="replay-result" role="status">
      {replay.webhookId === webhookId && words(replay)}
    </p>
  )
}

function words({ isRunning, hasFailed, result }: ReplayState): string | null {
  if (isRunning) return 'Replaying…'
  if (hasFailed) return 'The replay did not reach the server, or was refused. Nothing is lost: try again.'
  if (!result) return null
  const { before, outcome, error, changed } = result
  if (error !== null) return `Replayed: ${outcome}. ${error}`
  if (before !== outcome) return `Replayed: it was ${before} and is now ${outcome}.`
  return changed ? `Replayed: ${outcome}.` : `Replayed: still ${outcome}. Everything was already so.`
}
