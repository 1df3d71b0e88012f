import { request } from 'node:http'
import { student } from './ask.ts'

const patienceMs = 20_000

/** The events of a session's stream as they are on the wire, until none has come for so many milliseconds after the last. */
export function readEvents(
  target: { readonly url: string },
  sessionId: string,
  lastEventId: string | undefined,
  quietMs: number,
) {
  const input = encodeURIComponent(JSON.stringify({ sessionId, ...(lastEventId !== undefined && { lastEventId }) }))
  return new Promise<{ readonly id: string; readonly data: string }[]>((resolve) => {
    let text = ''
    const asked = request({
      ...{ host: '127.0.0.1', port: new URL(target.url).port, localAddress: student, agent: false },
      path: `/trpc/session.watch?input=${input}`,
      headers: { accept: 'text/event-stream', ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
    })
    const finish = () => {
      asked.destroy()
      resolve(toEvents(text))
    }
    let quiet = setTimeout(finish, patienceMs)
    asked.on('error', () => undefined)
    asked.on('response', (response) => {
      response
        .on('error', () => undefined)
        .on('data', (chunk: Buffer) => {
          text += chunk.toString()
          if (toEvents(text).length === 0) return
          clearTimeout(quiet)
          quiet = setTimeout(finish, quietMs)
        })
    })
    asked.end()
  })
}

function toEvents(text: string) {
  return text.split('\n\n').flatMap((frame) => {
    const data = /^data: (.+)$/m.exec(frame)?.[1]
    const id = /^id: (.+)$/m.exec(frame)?.[1]
    return data !== undefined && id !== undefined ? [{ id, data }] : []
  })
}
