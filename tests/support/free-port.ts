import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * A TCP port of 127.0.0.1 that was free a moment ago, for programs that cannot choose one themselves. From below the
 * range that the system gives to outgoing connections, and at random, so that no other test is likely to take it meanwhile.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_768)
    if (port !== blockedPort && (await isFree(port))) return port
  }
}

/** The one of these that `fetch` refuses to call: https://fetch.spec.whatwg.org/#port-blocking */
const blockedPort = 10_080

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
