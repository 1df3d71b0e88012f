import { SessionView } from '../../shared/session-view.ts'
import { readStream } from './read-stream.ts'

/**
 * Reads a session's stream without any client library, as the server writes it; resolves when it has ended, rejects where
 * it was cut or refused.
 */
export function readViews(
  server: { readonly url: string },
  input: { readonly sessionId: string; readonly lastEventId?: number | undefined },
  signal: AbortSignal,
  onView: (view: SessionView) => void,
): Promise<void> {
  const { sessionId, lastEventId } = input
  const asked = JSON.stringify({ sessionId, ...(lastEventId !== undefined && { lastEventId: String(lastEventId) }) })
  const url = `${server.url}/trpc/session.watch?input=${encodeURIComponent(asked)}`
  return readStream(url, { signal }, (data) => onView(SessionView.parse(data)))
}
