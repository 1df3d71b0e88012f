import { connect } from 'node:net'
import { webhookRequests } from './load-shape.ts'

/**
 * Webhooks as fast as they are answered: `webhook-load.ts PORT[,PORT] SESSIONS CONNECTIONS [DIALECT]`. Each connection walks its share
 * of the sessions through a whole registration. Tells its parent the webhooks per second and how many were not stored.
 */
const ports = (process.argv[2] ?? '').split(',').map(Number)
const [sessions = 0, connections = 1] = process.argv.slice(3, 5).map(Number)
const dialect = process.argv[5] === 'credebl' ? 'credebl' : 'guide'

const requests = Array.from({ length: connections }, (_, connection) => requestsOf(connection))
const started = performance.now()
const refused = await Promise.all(requests.map((own, connection) => walk(own, ports[connection % ports.length] ?? 0)))
const seconds = (performance.now() - started) / 1000
process.send?.({
  perSecond: requests.flat().length / seconds,
  refused: refused.reduce((sum, count) => sum + count, 0),
})
process.disconnect?.()

function requestsOf(connection: number): string[] {
  const own: string[] = []
  for (let session = connection; session < sessions; session += connections) {
    own.push(...webhookRequests(session, dialect))
  }
  return own
}

/** Sends each request when the one before is answered; resolves with how many were not answered 200. */
function walk(own: readonly string[], port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let next = 0
    let notStored = 0
    let received = ''
    const socket = connect(port, '127.0.0.1')
    const send = () => {
      const request = own[next++]
      if (request !== undefined) return socket.write(request)
      socket.destroy()
      resolve(notStored)
    }
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      received += chunk
      const bodyAt = received.indexOf('\r\n\r\n') + 4
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? Number.NaN)
      if (bodyAt < 4 || received.length < bodyAt + length) return
      if (!received.startsWith('HTTP/1.1 200') || received.includes('"duplicate"')) notStored++
      received = ''
      send()
    })
  })
}
