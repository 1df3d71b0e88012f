import { connect } from 'node:net'
import { webhookSecret } from './secrets.ts'

/** Everything the server answers to these bytes, until it closes the connection. */
export async function answerTo({ url }: { readonly url: string }, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').setEncoding('utf8')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.on('error', () => undefined) // the server may hang up while we still write
  socket.write(bytes, 'latin1')
  await new Promise((resolve) => socket.on('close', resolve))
  return answer
}

/** The head of a webhook's request with the right key and these headers, as bytes on the wire. */
export function postHead(...headers: readonly string[]): string {
  const head = ['POST /api/webhooks/confirmd HTTP/1.1', 'Host: localhost', `X-API-Key: ${webhookSecret}`, ...headers]
  return `${head.join('\r\n')}\r\n\r\n`
}
