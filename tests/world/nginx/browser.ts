import { once } from 'node:events'
import { connect } from 'node:http2'
import { onTestFinished } from 'vitest'
import { SessionView } from '../../../shared/session-view.ts'
import { readFrames } from '../../support/read-stream.ts'
import { type ToWatch, watchPath } from '../../support/read-views.ts'

/** As a browser has it: one HTTP/2 connection for all that it asks for, and a new one where nginx takes no more on it. */
export function openBrowser(url: string) {
  let connection = open()
  let connections = 1
  onTestFinished(() => connection.destroy())

  function open() {
    return connect(url).on('error', () => undefined) // whatever was asked for on it says so by itself
  }
  function current() {
    if (connection.closed || connection.destroyed) {
      connection = open()
      connections++
    }
    return connection
  }

  return {
    url,
    /** How many there were. */
    connections: () => connections,
    /** Reads a session's stream; resolves when it has ended, rejects where it was cut or refused. */
    async watch(input: ToWatch, signal: AbortSignal, onView: (view: SessionView) => void): Promise<void> {
      const stream = current().request({ ':path': watchPath(input), accept: 'text/event-stream' }, { signal })
      const [headers] = await once(stream, 'response')
      if (headers[':status'] !== 200) throw new Error(`The stream was answered ${headers[':status']}`)
      await readFrames(stream.setEncoding('utf8'), (data) => onView(SessionView.parse(data)))
    },
  }
}
