import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { settlePath } from './settled-path.ts'

const retryAfterSeconds = '30'
/** For a refused connection to read its answer and go by itself. */
const lingerMs = 1_000

const tooMany = [
  'HTTP/1.1 503 Service Unavailable',
  'Content-Type: application/json',
  `Retry-After: ${retryAfterSeconds}`,
  'Connection: close',
  '',
  '{"error":"Too many connections from this address"}',
].join('\r\n')

/** Answers before anything is read, and hangs up. */
export function refuseSocket(socket: Socket): void {
  socket.on('error', () => undefined) // it may be gone before its answer
  socket.end(tooMany)
  const timer = setTimeout(() => socket.destroy(), lingerMs)
  socket.once('close', () => clearTimeout(timer))
}

/** Answers a request without a look at its body, and hangs up. */
export function refuseRequest(response: ServerResponse, status: 400 | 503, error: string): void {
  const body = JSON.stringify({ error })
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    Connection: 'close',
    ...(status === 503 && { 'Retry-After': retryAfterSeconds }),
  })
  response.end(body)
}

/** What is answered as long as anything is: webhooks, which the platform sends a few times only, and whether we live. */
export function isForEverybody(pathname: string): boolean {
  return /^\/(api\/webhooks\/confirmd|healthz|readyz)$/.test(settlePath(pathname))
}
