import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Network {
  /** Origin under which the server is reached over it. */
  readonly url: string
  /** Breaks every connection and every new one, without the device being told. */
  cut(): void
  mend(): void
  [Symbol.asyncDispose](): Promise<void>
}

/** A network of its own between a browser and the server at `target`, which can be cut. */
export async function startNetwork(target: string): Promise<Network> {
  const { port: targetPort } = new URL(target)
  const sockets = new Set<Socket>()
  let isCut = false

  const hold = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy()) // either end may go at any time, which is what this is for
    socket.on('close', () => sockets.delete(socket))
    return socket
  }
  const breakAll = () => {
    for (const socket of sockets) socket.destroy()
  }

  const listener = createServer((near) => {
    if (isCut) return near.destroy()
    const far = hold(connect(Number(targetPort), '127.0.0.1'))
    hold(near).pipe(far).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port')

  return {
    url: `http://localhost:${address.port}`,
    cut() {
      isCut = true
      breakAll()
    },
    mend() {
      isCut = false
    },
    async [Symbol.asyncDispose]() {
      const closed = once(listener, 'close')
      listener.close()
      breakAll()
      await closed
    },
  }
}
