import { once } from 'node:events'
import { createServer, request, type ServerResponse } from 'node:http'

/** What a proxy on the way does to answers. Whatever it holds, it lets go of at the answer's end. */
export interface Holding {
  /** It collects so many bytes before it passes any on. */
  readonly bytes?: number
  /** It passes on what it has collected so long after it began to. */
  readonly ms?: number
  /** It cuts every answer that lasts longer. */
  readonly cutAfterMs?: number
}

export interface HoldingProxy {
  readonly url: string
  [Symbol.asyncDispose](): Promise<void>
}

/** A proxy between a browser and the server at `target`, such as a virus scanner or a campus has. */
export async function startHoldingProxy(target: string, holding: Holding): Promise<HoldingProxy> {
  const { port } = new URL(target)
  const proxy = createServer((near, answer) => {
    const far = request({ host: '127.0.0.1', port, path: near.url, method: near.method, headers: near.headers })
    far.on('error', () => answer.destroy())
    far.on('response', (response) => {
      const { 'content-length': _, ...headers } = response.headers
      const held = holdBack(answer, () => answer.writeHead(response.statusCode ?? 502, headers), holding)
      response.on('data', held.add)
      response.on('end', held.end)
      response.on('error', () => answer.destroy())
    })
    answer.on('close', () => far.destroy())
    near.pipe(far)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port')
  return {
    url: `http://localhost:${address.port}`,
    async [Symbol.asyncDispose]() {
      proxy.close()
      proxy.closeAllConnections()
      await once(proxy, 'close')
    },
  }
}

function holdBack(answer: ServerResponse, begin: () => void, { bytes, ms, cutAfterMs }: Holding) {
  let collected: Buffer[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const cutting = cutAfterMs === undefined ? undefined : setTimeout(() => answer.destroy(), cutAfterMs)
  const isHolding = bytes !== undefined || ms !== undefined
  const pass = () => {
    clearTimeout(timer)
    timer = undefined
    if (!answer.headersSent) begin()
    answer.write(Buffer.concat(collected))
    collected = []
  }
  return {
    add(chunk: Buffer) {
      collected.push(chunk)
      const size = collected.reduce((sum, { length }) => sum + length, 0)
      if (!isHolding || size >= (bytes ?? Number.POSITIVE_INFINITY)) pass()
      else if (ms !== undefined) timer ??= setTimeout(pass, ms)
    },
    end() {
      clearTimeout(cutting)
      pass()
      answer.end()
    },
  }
}
