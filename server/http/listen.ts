import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'

export interface Listening {
  readonly server: Server
  /** Cuts the streams, so that their clients come back to whoever serves next, and answers what is in flight. */
  stop(): Promise<void>
}

const serverOptions = { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 }
const patienceMs = 3_000

/** Serves `listener` at the address. @throws where the address is taken. */
export async function listen(
  listener: RequestListener,
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  const server = createServer(serverOptions, listener)
  const streams = new Set<Socket>()
  server.on('request', (request, response) => {
    if (!isStream(request)) return
    streams.add(request.socket)
    response.once('close', () => streams.delete(request.socket))
  })
  server.listen(port, host)
  await once(server, 'listening')
  return {
    server,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of streams) socket.destroy()
      const force = setTimeout(() => server.closeAllConnections(), patienceMs)
      await closed
      clearTimeout(force)
    },
  }
}

function isStream({ headers }: IncomingMessage): boolean {
  return headers.accept?.includes('text/event-stream') ?? false
}
