import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { createHolds } from './holds.ts'

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
}

const tooMany = [
  'HTTP/1.1 503 Service Unavailable',
  'Content-Type: application/json',
  'Retry-After: 30',
  'Connection: close',
  '',
  '{"error":"Too many connections from this address"}',
].join('\r\n')

const serverOptions = { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 }
const patienceMs = 3_000

/** Serves `listener` at the address. @throws where the address is taken. */
export async function listen(
  listener: RequestListener,
  { host, port, maxConnectionsPerAddress }: ListenOptions,
): Promise<Listening> {
  const server = createServer(serverOptions, listener)
  const open = new Set<Socket>()
  const answering = new Set<Socket>()
  const holds = createHolds(maxConnectionsPerAddress)
  server.on('connection', (socket) => {
    const { remoteAddress: address = '' } = socket
    if (!holds.take(address)) return void socket.end(tooMany)
    socket.once('close', () => holds.release(address))
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  server.on('request', (request, response) => {
    if (isStream(request)) return
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
