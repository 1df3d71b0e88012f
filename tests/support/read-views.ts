import { SessionView } from '../../shared/session-view.ts'

/**
 * Reads a session's stream without any client library, as the server writes it; resolves when it has ended, rejects where
 * it was cut or refused.
 */
export async function readViews(
  server: { readonly url: string },
  input: { readonly sessionId: string; readonly lastEventId?: number | undefined },
  signal: AbortSignal,
  onView: (view: SessionView) => void,
): Promise<void> {
  const { sessionId, lastEventId } = input
  const asked = JSON.stringify({ sessionId, ...(lastEventId !== undefined && { lastEventId: String(lastEventId) }) })
  const url = `${server.url}/trpc/session.watch?input=${encodeURIComponent(asked)}`
  const response = await fetch(url, { signal, headers: { Accept: 'text/event-stream' } })
  let buffer = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const frames = `${buffer}${chunk}`.split('\n\n')
    buffer = frames.pop() ?? ''
    for (const frame of frames) {
      const lines = frame.split('\n').filter((line) => line !== '')
      const id = lines.find((line) => line.startsWith('id: '))
      const data = lines.find((line) => line.startsWith('data: '))
      if (id && data) onView(SessionView.parse(JSON.parse(data.slice('data: '.length))))
    }
  }
}
