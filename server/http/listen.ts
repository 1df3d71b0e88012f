import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { createConcurrencyLimit } from '../limits/concurrency-limit.ts'

export interface Listening {
  readonly server: Server
  /** Cuts the streams, so that their clients come back to whoever serves next, and answers what is in flight. */
  stop(): Promise<void>
}

export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** 0 is no limit. */
  readonly maxConnectionsPerAddress: number
  readonly timeouts?: typeof usual
}

const tooMany = [
  'HTTP/1.1 503 Service Unavailable',
  'Content-Type: application/json',
  'Retry-After: 30',
  'Connection: close',
  '',
  '{"error":"Too many connections from this address"}',
].join('\r\n')

/** How long a sender may take, and how often that is looked at. */
const usual = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
}
/** For a refused connection to read its answer and go by itself. */
const lingerMs = 1_000
const patienceMs = 3_000

/** Serves `listener` at `host` and `port`. @throws where that is taken. */
export async function listen(
  listener: RequestListener,
  { host, port, maxConnectionsPerAddress, timeouts = usual }: ListenOptions,
): Promise<Listening> {
  const refused = new WeakSet<Socket>()
  const server = createServer({ ...timeouts }, (request, response) => {
    if (!refused.has(request.socket)) return listener(request, response)
  })
  const open = new Set<Socket>()
  const answering = new Set<Socket>()
  const limit = createConcurrencyLimit(maxConnectionsPerAddress)
  const refuse = (socket: Socket) => {
    refused.add(socket)
    socket.on('error', () => undefined) // it may be gone before its answer
    socket.end(tooMany)
    const timer = setTimeout(() => socket.destroy(), lingerMs)
    socket.once('close', () => clearTimeout(timer))
  }
  server.on('connection', (socket) => {
    const { remoteAddress: clientIp = '' } = socket
    if (!limit.take(clientIp)) return refuse(socket)
    socket.once('close', () => limit.release(clientIp))
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  server.on('request', (request, response) => {
    if (refused.has(request.socket) || isStream(request)) return
    answering.add(request.socket)
    response.once('close', () => answering.delete(request.socket))
  })
  server.listen(port, host)
  await once(server, 'listening')
  return {
    server,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) if (!answering.has(socket)) socket.destroy() // streams, and connections that never asked
      const force = setTimeout(() => server.closeAllConnections(), patienceMs)
      await closed
      clearTimeout(force)
    },
  }
}

function isStream({ headers }: IncomingMessage): boolean {
  return headers.accept?.includes('text/event-stream') ?? false
}
