import { randomInt } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { topics, watchRequest, webhookRequest } from './load-shape.ts'
import { openSenders } from './senders.ts'

/**
 * Watchers that come and go, and webhooks for them to see: `churn.ts PORT SESSIONS WATCHERS PER_SECOND`. Told `count` it
 * answers what it has seen so far; told `leave` it closes everything and answers the same. A version that is missed or repeated ends it.
 */
const [port = 0, sessions = 0, watchers = 0, perSecond = 0] = process.argv.slice(2).map(Number)

const open = new Map<number, Socket>()
const lastVersion = new Map<number, number>()
const senders = await openSenders(port, 16)
const seen = { views: 0, webhooks: 0, opened: 0 }
let nextStep = 0

const churn = setInterval(() => {
  for (let count = 0; count < watchers / 20; count++) cutOne()
  while (open.size < watchers) watch(randomInt(sessions))
}, 1000)
const load = setInterval(() => {
  for (let count = 0; count < perSecond / 20; count++) sendNext()
}, 50)

process.on('message', (task) => {
  if (task === '"leave"') {
    clearInterval(churn)
    clearInterval(load)
    for (const socket of open.values()) socket.destroy()
    open.clear()
  }
  process.send?.({ ...seen, open: open.size })
})
process.send?.('ready')

function cutOne(): void {
  const [session, socket] = [...open][randomInt(Math.max(1, open.size))] ?? []
  if (session === undefined) return
  socket?.destroy()
  open.delete(session)
}

/** Opens a stream where this session has none, resuming after what was seen of it last. */
function watch(session: number): void {
  if (open.has(session)) return
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  open.set(session, socket)
  seen.opened++
  let rest = ''
  socket.on('error', () => undefined)
  socket.on('connect', () => socket.write(watchRequest(session, lastVersion.get(session)?.toString())))
  socket.on('data', (chunk) => {
    if (open.get(session) !== socket) return
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('id: ')) take(session, Number.parseInt(line.slice('id: '.length), 10))
  })
}

function take(session: number, version: number): void {
  const last = lastVersion.get(session)
  if (last !== undefined && version !== last + 1)
    throw new Error(`session ${session}: version ${version} after ${last}`)
  lastVersion.set(session, version)
  seen.views++
}

/** Each session walks through its steps while the others do. */
function sendNext(): void {
  const topic = topics[Math.floor(nextStep / sessions)]
  if (topic === undefined) return
  void senders.send(webhookRequest(nextStep % sessions, topic))
  nextStep++
  seen.webhooks++
}
