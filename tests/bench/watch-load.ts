import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import { topics, webhookRequest } from './load-shape.ts'
import { openSenders, type Senders } from './senders.ts'
import { steadily } from './steadily.ts'
import { openWatcher, type Watcher } from './watchers.ts'

/** What this process is asked. Webhooks go to `sendTo`, which need not be the server that is watched. */
const Task = z.discriminatedUnion('task', [
  z.object({ task: z.literal('open'), port: z.number(), sendTo: z.number(), count: z.number() }),
  z.object({ task: z.literal('pace'), perSecond: z.number(), seconds: z.number(), whole: z.boolean().optional() }),
  z.object({ task: z.literal('cut') }),
  z.object({ task: z.literal('return') }),
  z.object({ task: z.literal('leave') }),
])
type Task = z.infer<typeof Task>

const senderCount = 64
/** Between two webhooks of a student. */
const beginMeanwhile = 100
const openedAtOnce = 100
const openedInTurn = 20
const backWithinMs = 150_000
/** Of a client's first retry, which is spread over its upper half (client/live/keep-stream.ts); each further one waits twice as long, up to the other. */
const retryMs = 500
const longestRetryMs = 10_000

const watchers: Watcher[] = []
const webhooksSent: number[] = []
let port = 0
let senders: Senders

process.on('message', async (message) => {
  process.send?.(await carryOut(Task.parse(JSON.parse(String(message)))))
})
process.on('disconnect', () => process.exit(0))

async function carryOut(task: Task): Promise<object> {
  if (task.task === 'open') return openAll(task)
  if (task.task === 'pace') return { latenciesMs: await pace(task) }
  if (task.task === 'return') return comeBackAll()
  for (const { socket } of watchers) socket.destroy()
  if (task.task === 'cut') await Promise.all(watchers.map((_, session) => senders.send(nextWebhook(session))))
  return {}
}

/** Opens streams until there are `count`; resolves when each has had its first view. */
async function openAll({ port: watched, sendTo, count }: Task & { task: 'open' }): Promise<object> {
  port = watched
  senders ??= await openSenders(sendTo, senderCount)
  while (watchers.length < count) {
    const first = watchers.length
    const opening = Array.from({ length: Math.min(openedAtOnce, count - first) }, (_, index) => first + index)
    watchers.push(...(await Promise.all(opening.map((session) => openWatcher(port, session)))))
  }
  return { watchers: watchers.length }
}

/** Milliseconds from when a webhook was due to its event in the watcher, sent at a steady pace; what waits for a sender waits in them. */
async function pace({ perSecond, seconds, whole = false }: Task & { task: 'pace' }): Promise<number[]> {
  const sessions = (whole ? oneAfterAnother() : inStep()).slice(0, perSecond * seconds)
  const due = watchers.map((): number[] => [])
  const latenciesMs: number[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const [session, watcher] of watchers.entries())
    watcher.onVersion = () => {
      latenciesMs.push(performance.now() - (due[session]?.shift() ?? Number.NaN))
      if (latenciesMs.length === sessions.length) resolve()
    }
  await steadily(perSecond, sessions.length, (index) => {
    const session = sessions[index] ?? 0
    due[session]?.push(performance.now())
    void senders.send(nextWebhook(session))
  })
  await promise
  return latenciesMs
}

/** Whose webhook is next: all take their first step, and then all their second. */
function inStep(): number[] {
  return topics.flatMap(() => watchers.map((_, session) => session))
}

/** The same of students who begin one after another, each a step further when a hundred more have begun, as they do. */
function oneAfterAnother(): number[] {
  const steps = watchers.flatMap((_, session) =>
    topics.map((_, step) => ({ session, at: session + step * beginMeanwhile })),
  )
  return steps.sort((one, other) => one.at - other.at).map(({ session }) => session)
}

/**
 * All come back, each after a client's first retry delay, which began when this was asked. Answers the time beyond the longest
 * such delay until every one has what it has missed.
 */
async function comeBackAll(): Promise<object> {
  let failures = 0
  const why = new Set<string>()
  const failed = (error: unknown) => {
    failures++
    why.add(error instanceof Error ? error.message : String(error))
  }
  const startedMs = performance.now()
  const before = process.cpuUsage()
  const due = watchers
    .map(({ lastEventId }, session) => ({ session, lastEventId, atMs: startedMs + backoffMs(0) }))
    .toSorted((a, b) => a.atMs - b.atMs)
  const back: Promise<void>[] = []
  let cameBack = 0
  for (const { session, lastEventId, atMs } of due) {
    if (atMs > performance.now()) await delay(atMs - performance.now())
    else if (back.length % openedInTurn === 0) await nextTurn() // each is a machine of its own, and reads what it is sent meanwhile
    const one = comeBack(session, lastEventId, failed).then((watcher) => {
      watchers[session] = watcher
      cameBack++
    })
    back.push(one)
  }
  const allBack = Promise.all(back).then(() => true)
  if (!(await Promise.race([allBack, delay(backWithinMs, false)])))
    throw new Error(
      `Only ${cameBack} of ${watchers.length} watchers came back; ${failures} connections failed: ${[...why].slice(0, 5).join('; ')}`,
    )
  const { user, system } = process.cpuUsage(before)
  return { beyondMs: performance.now() - startedMs - retryMs, failures, processorMs: (user + system) / 1000 }
}

/** A connection that is refused or cut is tried again, as a client does; `failed` is told each time. */
async function comeBack(
  session: number,
  lastEventId: string | undefined,
  failed: (error: unknown) => void,
): Promise<Watcher> {
  for (let failures = 1; ; failures++) {
    try {
      return await openWatcher(port, session, lastEventId)
    } catch (error) {
      failed(error)
      await delay(backoffMs(failures))
    }
  }
}

function backoffMs(failures: number): number {
  return Math.min(longestRetryMs, retryMs * 2 ** failures) * (0.5 + Math.random() / 2)
}

function nextWebhook(session: number): string {
  const topic = topics[webhooksSent[session] ?? 0]
  if (topic === undefined) throw new Error('More webhooks than steps')
  webhooksSent[session] = (webhooksSent[session] ?? 0) + 1
  return webhookRequest(session, topic)
}
