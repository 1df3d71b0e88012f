import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer, type ListenOptions, type Server as NetServer } from 'node:net'

/** Connections that wait to be taken; the operating system has a limit of its own (`net.core.somaxconn`, usually 4096) and takes that where it is lower. */
const backlogAtMost = 65_535
/** Each has a queue of its own, and one connection is taken from each in a turn of the event loop. */
const socketsOfPort = 8
/** Where the system shares a port's connections out among its sockets. */
const canShare = process.platform === 'linux'

/**
 * Lets `server` listen at the port, over several sockets where the system can do that: when all watchers come back at once,
 * most would find a single queue full, and try again only seconds later. Answers the other sockets, whose connections are
 * `server`'s too. @throws where the port is taken.
 */
export async function listenTogether(server: Server, at: { host: string; port: number }): Promise<NetServer[]> {
  const shared = { host: at.host, backlog: backlogAtMost, reusePort: canShare }
  if (canShare) await refuseTaken(at)
  await start(server, { ...shared, port: at.port })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : at.port
  const others: NetServer[] = []
  while (canShare && others.length < socketsOfPort - 1) {
    const other = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => server.emit('connection', socket))
    await start(other, { ...shared, port })
    others.push(other)
  }
  return others
}

/** A port that is shared could be shared by mistake, with another process of the same user: this asks for it alone first. */
async function refuseTaken(at: ListenOptions): Promise<void> {
  const alone = createServer()
  await start(alone, at)
  alone.close()
  await once(alone, 'close')
}

async function start(server: NetServer, options: ListenOptions): Promise<void> {
  server.listen(options)
  await once(server, 'listening')
}
