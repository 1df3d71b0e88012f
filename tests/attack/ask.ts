import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { connect, type Socket } from 'node:net'

/** Where the attacker comes from: another address of this machine than everybody else's. */
export const attacker = '127.0.0.2'
export const student = '127.0.0.1'

export interface Question {
  /** The address that it comes from. */
  readonly from?: string
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string | string[]>>
  /** Sent as JSON where it is an object. */
  readonly body?: string | Buffer | object | undefined
  /** Over a connection of its own. */
  readonly fresh?: boolean
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export interface Answer {
  /** 0 where there was none. */
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly tookMs: number
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** One request from the address `from`; never throws: who gets no answer sees the status 0 and why. */
export function ask(target: { readonly url: string }, question: Question): Promise<Answer> {
  const { from = attacker, method = 'GET', path, headers = {}, body, fresh = false, timeoutMs = 20_000 } = question
  const startedMs = performance.now()
  const isJson = typeof body === 'object' && !Buffer.isBuffer(body)
  const bytes = isJson ? JSON.stringify(body) : body
  return new Promise((resolve) => {
    const settle = (status: number, answered: IncomingHttpHeaders, text: string) =>
      resolve({ status, headers: answered, body: text, tookMs: performance.now() - startedMs })
    const asked = request({
      ...{ host: '127.0.0.1', port: new URL(target.url).port, localAddress: from, method, path },
      agent: fresh ? false : agent,
      headers: { ...(bytes !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(question.signal && { signal: question.signal }),
    })
    asked.setTimeout(timeoutMs, () => asked.destroy(new Error('no answer in time')))
    asked.on('error', (error) => settle(0, {}, error.message))
    asked.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', (error) => settle(0, response.headers, error.message))
      response.on('end', () => settle(response.statusCode ?? 0, response.headers, Buffer.concat(chunks).toString()))
    })
    asked.end(bytes)
  })
}

/** A connection from that address; whatever becomes of it is no error here. */
export function dial(target: { readonly url: string }, from: string = attacker): Socket {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(target.url).port), localAddress: from })
  return socket.on('error', () => undefined)
}

/** Everything that is answered to these bytes until the connection ends, or nothing more comes. */
export function askRaw(target: { readonly url: string }, bytes: string | Buffer, from = attacker): Promise<string> {
  const socket = dial(target, from)
  let answer = ''
  socket.setEncoding('latin1').on('data', (chunk) => {
    answer += chunk
  })
  socket.setTimeout(3000, () => socket.destroy())
  socket.write(bytes)
  return new Promise((resolve) => socket.once('close', () => resolve(answer)))
}

/** The status line's number, 0 where there is none. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
}

/** How often each status came, the most frequent first: `401 ×30, 429 ×10`. */
export function tally(statuses: readonly (number | string)[]): string {
  const counts = new Map<number | string, number>()
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1)
  const sorted = [...counts].sort(([, a], [, b]) => b - a)
  return sorted.map(([status, count]) => `${status} ×${count}`).join(', ') || 'nothing'
}

/** Does it all, so many at a time. */
export async function inLanes<Item, Result>(
  items: readonly Item[],
  lanes: number,
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const left = items.map((item, index) => ({ item, index }))
  const results: Result[] = []
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next.index] = await act(next.item)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return results
}
