import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { isStream, pathnameOf } from './called-streams.ts'
import { type Connection, createConnections } from './connections.ts'
import { readDescriptorLimit, toConnectionCaps } from './descriptors.ts'
import { listenTogether } from './listen-together.ts'
import { isForEverybody, refuseRequest, refuseSocket } from './refuse-connection.ts'
import { createTurns } from './turns.ts'

export interface Listening {
  /** Cuts the streams, so that their clients come back to whoever serves next, and answers what is in flight. */
  stop(): Promise<void>
}

export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** 0 is no limit. */
  readonly maxConnectionsPerAddress: number
  readonly timeouts?: typeof usual
  /** How many this process may have open; what the operating system says by default. */
  readonly descriptors?: number
}

/** How long a sender may take, and how often that is looked at. */
const usual = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
}
const patienceMs = 3_000

/**
 * Serves `listener` at `host` and `port`, one request of a connection at a time, over as many connections as the process
 * can have; the last of them are for webhooks and health alone. @throws where the port is taken.
 */
export async function listen(listener: RequestListener, options: ListenOptions): Promise<Listening> {
  const { host, port, maxConnectionsPerAddress, timeouts = usual, descriptors = readDescriptorLimit() } = options
  const caps = toConnectionCaps(descriptors)
  const bySocket = new WeakMap<Socket, Connection>()
  const requests = new WeakMap<Connection, IncomingMessage>()
  const connections = createConnections({
    caps,
    maxPerNetwork: maxConnectionsPerAddress,
    isComplete: (connection) => requests.get(connection)?.complete ?? true,
  })
  const answer = (connection: Connection, request: IncomingMessage, response: ServerResponse) => {
    connections.begin(connection, isStream(request))
    requests.set(connection, request)
    response.once('close', () => connections.end(connection))
    if (hasTwoHosts(request)) return refuseRequest(response, 400, 'More than one Host')
    if (connection.isLate && !connections.hasRoom()) {
      if (!isForEverybody(pathnameOf(request))) return refuseRequest(response, 503, 'Too many connections')
      response.setHeader('Connection', 'close')
    }
    listener(request, response)
  }
  const turns = createTurns(isStream)
  const server = createServer({ ...timeouts }, (request, response) => {
    const connection = bySocket.get(request.socket)
    if (connection) turns.take(request, response, () => answer(connection, request, response))
  })
  let leaving = 0
  let open = 0
  const openAtMost = caps.all + Math.ceil((descriptors - caps.all) / 4) // one too many makes room for itself first
  server.on('connection', (socket) => {
    if (open >= openAtMost) return socket.destroy()
    open++
    socket.once('close', () => open--)
    const connection = connections.add(socket)
    if (typeof connection === 'object') {
      bySocket.set(socket, connection)
      return
    }
    if (connection === 'all' || !connections.hasRoom() || leaving >= caps.all - caps.ordinary) return socket.destroy()
    leaving++
    socket.once('close', () => leaving--)
    refuseSocket(socket)
  })
  const servers = [server, ...(await listenTogether(server, { host, port }))]
  return {
    async stop() {
      const closed = Promise.all(servers.map((each) => once(each.close(), 'close')))
      connections.closeUnanswered()
      const force = setTimeout(() => server.closeAllConnections(), patienceMs)
      await closed
      clearTimeout(force)
    },
  }
}

/** Two of them could be read differently by a proxy and by this server (RFC 9112, 3.2); Node takes the first. */
function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts++
  }
  return hosts > 1
}
