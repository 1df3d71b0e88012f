import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { topics, watchRequest, webhookOf, webhookSecret } from './load-shape.ts'

/**
 * Watchers, and webhooks at a steady pace for them to see: `watch-load.ts PORT WATCHERS PER_SECOND SECONDS
 * [PORT]`, the last where the webhooks go to another process.
 * Told by its parent: `open`, `pace`, `resync`; it answers each with what it measured.
 */
const [port = 0, count = 0, perSecond = 0, seconds = 0, webhookPort = port] = process.argv.slice(2).map(Number)

interface Watcher {
  socket: Socket
  version: number
  onVersion: (version: number) => void
}

const watchers: Watcher[] = []
const webhooksSent = Array.from({ length: count }, () => 0)
/** Connections that each wait for their answer, as a sender's do. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 })

process.on('message', async (task) => {
  if (task === 'open') process.send?.(await openAll())
  if (task === 'pace') process.send?.(await pace())
  if (task === 'resync') process.send?.(await resync())
})
process.send?.('ready')

/** Opens every stream; resolves when each has had its first view. */
async function openAll(): Promise<{ watchers: number }> {
  const atOnce = 100
  for (let first = 0; first < count; first += atOnce) {
    const opened = Array.from({ length: Math.min(atOnce, count - first) }, (_, index) => open(first + index))
    await Promise.all(opened)
  }
  return { watchers: watchers.length }
}

function open(session: number, version?: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const watcher: Watcher = { socket: connect(port, '127.0.0.1'), version: version ?? 0, onVersion: () => resolve() }
    watchers[session] = watcher
    let rest = ''
    watcher.socket.setNoDelay(true).setEncoding('utf8')
    watcher.socket.on('error', reject)
    watcher.socket.on('connect', () => watcher.socket.write(watchRequest(session, version)))
    watcher.socket.on('data', (chunk) => {
      const lines = `${rest}${chunk}`.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines)
        if (line.startsWith('id: ')) seen(watcher, Number.parseInt(line.slice('id: '.length), 10))
    })
  })
}

function seen(watcher: Watcher, version: number): void {
  if (watcher.version > 0 && version !== watcher.version + 1)
    throw new Error(`version ${version} after ${watcher.version}`)
  watcher.version = version
  watcher.onVersion(version)
}

/** Milliseconds from a webhook's being sent to its event in the watcher. */
async function pace(): Promise<{ latenciesMs: number[] }> {
  const latenciesMs: number[] = []
  const total = Math.min(perSecond * seconds, count * topics.length)
  const { promise, resolve } = Promise.withResolvers<void>()
  const started = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * perSecond))
    for (; sent < due; sent++) {
      const at = performance.now()
      sendNext(sent % count, () => {
        latenciesMs.push(performance.now() - at)
        if (latenciesMs.length === total) resolve()
      })
    }
    if (sent === total) clearInterval(timer)
  }, 1)
  await promise
  return { latenciesMs }
}

/** One version is missed by every watcher while all are cut; then all come back at once. */
async function resync(): Promise<{ resyncMs: number }> {
  for (const { socket } of watchers) socket.destroy()
  const missed = watchers.map(({ version }) => version)
  for (const session of missed.keys()) sendNext(session, () => undefined)
  const started = performance.now()
  await Promise.all(missed.map((version, session) => open(session, version)))
  return { resyncMs: performance.now() - started }
}

function sendNext(session: number, onSeen: () => void): void {
  const topic = topics[webhooksSent[session] ?? 0]
  const watcher = watchers[session]
  if (topic === undefined || !watcher) throw new Error('More webhooks than steps')
  webhooksSent[session] = (webhooksSent[session] ?? 0) + 1
  watcher.onVersion = onSeen
  const headers = { 'Content-Type': 'application/json', 'X-API-Key': webhookSecret }
  const to = { host: '127.0.0.1', port: webhookPort, path: '/api/webhooks/confirmd', method: 'POST', agent, headers }
  request(to, (response) => response.resume()).end(webhookOf(session, topic))
}
