import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

export interface StubPlatform {
  readonly url: string
  /** Method and path of every call but those for a token. */
  readonly calls: readonly string[]
  /** Calls that are being answered now, and the most there ever were. */
  open(): number
  mostOpen(): number
  /** How long each call takes from now on; `Infinity` is for ever. */
  answerAfter(ms: number): void
  [Symbol.asyncDispose](): Promise<void>
}

const oob = Buffer.from(
  JSON.stringify({
    '@type': 'https://didcomm.org/out-of-band/1.1/invitation',
    '@id': '0b1c2d3e-0000-4000-8000-000000000001',
    label: 'NELFUND',
    accept: ['didcomm/aip1'],
    handshake_protocols: ['https://didcomm.org/didexchange/1.x'],
    services: ['did:peer:2.Ez6LS'],
  }),
).toString('base64url')

/** A platform that says yes to everything, as slowly as it is told, and knows no wallet: its webhooks are the attack's. */
export async function startStubPlatform(): Promise<StubPlatform> {
  const calls: string[] = []
  const open = new Set<ServerResponse>()
  let [mostOpen, afterMs] = [0, 0]
  const server = createServer(async (request, response) => {
    request.resume()
    const { method = '', url = '' } = request
    if (url === '/token') return answer(response, { access_token: 'token', token_type: 'Bearer', expires_in: 3600 })
    calls.push(`${method} ${url}`)
    open.add(response)
    mostOpen = Math.max(mostOpen, open.size)
    response.once('close', () => open.delete(response))
    if (afterMs === Number.POSITIVE_INFINITY) return
    if (afterMs > 0) await delay(afterMs)
    const id = randomUUID()
    const made = { id, recordId: id, connectionInvitation: `https://agent.example/invite?oob=${oob}`, state: 'start' }
    const status = method === 'POST' ? 201 : 200
    answer(response, { statusCode: status, message: 'Done', data: made }, status)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    open: () => open.size,
    mostOpen: () => mostOpen,
    answerAfter(ms) {
      afterMs = ms
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function answer(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
