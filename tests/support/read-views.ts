import { SessionView } from '../../shared/session-view.ts'
import { readStream } from './read-stream.ts'

export interface ToWatch {
  readonly sessionId: string
  readonly lastEventId?: number | undefined
}

/**
 * Reads a session's stream without any client library, as the server writes it; resolves when it has ended, rejects where
 * it was cut or refused.
 */
export function readViews(
  server: { readonly url: string },
  input: ToWatch,
  signal: AbortSignal,
  onView: (view: SessionView) => void,
): Promise<void> {
  return readStream(`${server.url}${watchPath(input)}`, { signal }, (data) => onView(SessionView.parse(data)))
}

/** Where a session's stream is asked for. */
export function watchPath({ sessionId, lastEventId }: ToWatch): string {
  const asked = JSON.stringify({ sessionId, ...(lastEventId !== undefined && { lastEventId: String(lastEventId) }) })
  return `/trpc/session.watch?input=${encodeURIComponent(asked)}`
}
