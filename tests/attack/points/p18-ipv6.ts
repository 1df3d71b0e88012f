import { execFileSync } from 'node:child_process'
import { connect } from 'node:net'
import { freePort } from '../../support/free-port.ts'
import { inLanes, statusOf, tally } from '../ask.ts'
import { startShipped, until } from '../target.ts'

/**
 * Run in a network of its own (see p18-bad-day.ts), where these addresses are this machine's: what one of a /64 has used up is used
 * up for all of it, and for nobody else. Writes what it saw as JSON.
 */
const [here, neighbour, elsewhere] = ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:3::1']
execFileSync('ip', ['link', 'set', 'lo', 'up'])
for (const address of [here, neighbour, elsewhere])
  execFileSync('ip', ['-6', 'addr', 'add', `${address}/128`, 'dev', 'lo', 'nodad'])

const port = await freePort()
const mostConnections = 20
await using _server = await startShipped({
  ...{ HOST: '::', PORT: String(port), PUBLIC_URL: `http://localhost:${port}` },
  ...{ SESSION_RATE_LIMIT: '5', MAX_CONNECTIONS_PER_ADDRESS: String(mostConnections) },
})

/** The status of one request over a connection from `from` to `to`. */
function post(from: string | undefined, to: string, path: string, headers: string): Promise<number> {
  const socket = connect({ host: to, port, ...(from && { localAddress: from }) }).setEncoding('latin1')
  let answer = ''
  socket
    .on('error', () => undefined)
    .on('data', (chunk) => {
      answer += chunk
    })
  const body = '{}'
  const more = `${headers}Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
  socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\n${more}`)
  return new Promise((resolve) => socket.once('close', () => resolve(statusOf(answer))))
}
const guess = (from: string | undefined, to = here) => post(from, to, '/api/webhooks/confirmd', 'X-API-Key: wrong\r\n')
const create = (from: string) => post(from, here, '/api/connections/session', '')

/** One half from one of them and one half from the other, in turn. */
const inTurn = (count: number, one: string, other: string) =>
  Array.from({ length: count }, (_, index) => (index % 2 === 0 ? one : other))

const seen = {
  keys: tally(await inLanes(inTurn(60, here, neighbour), 1, (from) => guess(from))),
  keysElsewhere: await guess(elsewhere),
  sessions: tally(await inLanes(inTurn(7, here, neighbour), 1, create)),
  sessionsElsewhere: await create(elsewhere),
  keysOfOneSpeltTwice: tally(
    await inLanes(inTurn(40, '127.0.0.1', '::ffff:127.0.0.1'), 1, (to) => guess(undefined, to)),
  ),
}
const held = await holdOpen() // the last, since it uses up all connections
process.stdout.write(`${JSON.stringify({ ...seen, ...held })}\n`)

/** Of twice as many connections of one /64 as it may have, half are refused; another /64 is answered meanwhile. */
async function holdOpen() {
  let closed = 0
  const sockets = Array.from({ length: 2 * mostConnections }, (_, index) =>
    connect({ host: here, port, localAddress: index % 2 === 0 ? here : neighbour })
      .on('error', () => undefined)
      .once('close', () => closed++)
      .resume(),
  )
  await until(() => closed >= mostConnections, 20_000)
  const meanwhile = await post(elsewhere, here, '/api/connections/session', '')
  const refused = closed
  for (const socket of sockets) socket.destroy()
  return { connections: `${refused} of ${sockets.length} refused`, connectionsElsewhere: meanwhile }
}
