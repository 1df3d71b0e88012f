import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface SilentNetwork {
  /** The same database, reached over this network. */
  readonly url: string
  /** Connections over which a process has begun to listen, so far. */
  listeners(): number
  /** From now on nothing arrives, in neither direction, and nobody is told: of all connections, or of those that listen now. */
  silence(which: 'all' | 'listeners'): void
  /** What was held back arrives, and everything after it. */
  resume(): void
}

interface Link {
  readonly near: Socket
  readonly far: Socket
  listens: boolean
}

/** A network between a process and PostgreSQL that can swallow what it carries, as a firewall or a dead router does. */
export async function startSilentNetwork(databaseUrl: string): Promise<SilentNetwork> {
  const target = new URL(databaseUrl)
  const links = new Set<Link>()
  let listeners = 0
  let silent = false

  const hold = ({ near, far }: Link) => {
    near.pause()
    far.pause()
  }
  const carry = (from: Socket, to: Socket) => {
    from.on('data', (chunk) => to.write(chunk))
    from.on('error', () => from.destroy())
    from.on('close', () => to.destroy())
  }
  const server = createServer((near) => {
    const link = { near, far: connect(Number(target.port), target.hostname), listens: false }
    links.add(link)
    near.on('data', (chunk) => {
      if (!chunk.includes('listen nelfund_hints')) return
      link.listens = true
      listeners++
    })
    carry(near, link.far)
    carry(link.far, near)
    near.on('close', () => links.delete(link))
    if (silent) hold(link)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const { near, far } of links) for (const socket of [near, far]) socket.destroy()
  })
  const address = server.address()
  const url = new URL(databaseUrl)
  url.port = String(address !== null && typeof address === 'object' ? address.port : 0)
  return {
    url: url.href,
    listeners: () => listeners,
    silence(which) {
      silent = which === 'all'
      for (const link of links) if (silent || link.listens) hold(link)
    },
    resume() {
      silent = false
      for (const { near, far } of links) for (const socket of [near, far]) socket.resume()
    },
  }
}
