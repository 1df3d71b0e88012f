import { request } from 'node:http'
import type { ServerProcess } from '../../support/server-process.ts'
import { ask, attacker, student, tally } from '../ask.ts'
import type { Attack } from '../report.ts'
import { createSession, startShipped, until } from '../target.ts'

const most = 3
const spellings = [
  '/trpc/session.watch/',
  '/trpc/session.watch//',
  '/trpc//session.watch',
  '/trpc/session.watch%2F',
  '/trpc/session%2Ewatch/',
  '/trpc/session.watch%2C',
  '/trpc/session.watch,',
  '/trpc/session.get,session.watch/',
  '/trpc/./session.watch/',
]

export const streams: Attack = {
  point: '5',
  async run(check) {
    await check(`${spellings.length} spellings of a stream, ${most} streams allowed`, limited)
    await check('spellings of an operator stream, after signing out', cutAtSignOut)
  },
}

async function limited() {
  await using server = await startShipped({ MAX_STREAMS_PER_ADDRESS: String(most) })
  const { sessionId } = await createSession(server)
  const stop = new AbortController()
  const opened = await Promise.all(
    spellings.flatMap((path) =>
      Array.from({ length: 4 }, async () => {
        const query = path.includes('.get')
          ? `batch=1&input=${encode({ 0: { sessionId }, 1: { sessionId } })}`
          : `input=${encode({ sessionId })}`
        return { path, status: await openStream(server, `${path}?${query}`, {}, stop.signal) }
      }),
    ),
  )
  stop.abort()
  const open = opened.filter(({ status }) => status === 'stream')
  return {
    held: open.length <= most,
    seen: `${open.length} open: ${tally(open.map(({ path }) => path))}; else ${tally(opened.map(({ status }) => status))}`,
  }
}

async function cutAtSignOut() {
  await using server = await startShipped()
  const survivors: string[] = []
  const tried: string[] = []
  for (const path of [
    '/trpc/admin.watchStats',
    '/trpc/admin.watchStats/',
    '/trpc//admin.watchStats',
    '/trpc/admin%2EwatchStats//',
  ]) {
    const signedIn = await ask(server, {
      from: student,
      method: 'POST',
      path: '/trpc/admin.login',
      body: { token: server.adminToken },
    })
    const cookie = signedIn.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    const stop = new AbortController()
    let hasEnded = false
    const status = await openStream(server, path, { cookie }, stop.signal, () => {
      hasEnded = true
    })
    if (status !== 'stream') continue
    tried.push(path)
    await ask(server, { from: student, method: 'POST', path: '/trpc/admin.logout', headers: { cookie }, body: {} })
    if (!(await until(() => hasEnded, 10_000))) survivors.push(path)
    stop.abort()
  }
  return {
    held: tried.length > 0 && survivors.length === 0,
    seen: `${tried.length} opened; after signing out still open: ${survivors.join(' ') || 'none'}`,
  }
}

function encode(input: object): string {
  return encodeURIComponent(JSON.stringify(input))
}

/** `stream` where one is open, else the status; it stays open until `signal` aborts. */
function openStream(
  server: ServerProcess,
  path: string,
  headers: object,
  signal: AbortSignal,
  onEnd = () => {},
): Promise<string> {
  return new Promise((resolve) => {
    const asked = request({
      ...{ host: '127.0.0.1', port: new URL(server.url).port, localAddress: attacker, path, agent: false, signal },
      headers: { accept: 'text/event-stream', ...headers },
    })
    asked.on('error', () => resolve('no answer'))
    asked.on('response', (response) => {
      const isStream =
        response.headers['content-type']?.startsWith('text/event-stream') ||
        (response.headers['transfer-encoding'] === 'chunked' && response.statusCode === 200)
      response
        .resume()
        .on('error', () => undefined)
        .on('close', onEnd)
      resolve(isStream ? 'stream' : String(response.statusCode))
    })
    asked.end()
  })
}
