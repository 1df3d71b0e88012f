import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A load balancer of the simplest kind: each connection goes to the next of `urls`, or past it where nobody listens there. */
export async function startRoundRobin(urls: readonly string[]): Promise<{ readonly url: string }> {
  const ports = urls.map((url) => Number(new URL(url).port))
  const open = new Set<Socket>()
  let next = 0
  const pass = (from: Socket, attempt: number) => {
    const port = ports[next++ % ports.length] ?? 0
    const to = connect(port, 'localhost')
    open.add(to)
    to.once('connect', () => {
      from.pipe(to)
      to.pipe(from)
      to.once('close', () => from.destroy())
      from.once('close', () => to.destroy())
    })
    to.on('error', () => {
      if (to.bytesRead === 0 && attempt < ports.length) pass(from, attempt + 1)
      else from.destroy()
    })
  }
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    pass(socket, 1)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of open) socket.destroy()
  })
  const address = server.address()
  return { url: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}` }
}
