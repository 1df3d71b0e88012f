import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { SessionView } from '../../../shared/session-view.ts'
import { readViews } from '../../support/read-views.ts'
import type { ServerProcess } from '../../support/server-process.ts'
import { guideWebhook, organizationId } from '../../support/webhooks.ts'
import { ask, student } from '../ask.ts'
import { Created, webhook } from '../target.ts'

/** How one registration went. */
export interface Walk {
  readonly createMs: number
  /** From each webhook's start until its view was read. */
  readonly viewsMs: readonly number[]
  /** How often the session was refused for now. */
  readonly refused: number
}

const steps: readonly (readonly [string, (view: SessionView) => boolean])[] = [
  ['connections.request', ({ status }) => status === 'request'],
  ['connections.response', ({ status }) => status === 'response'],
  ['connections.completed', ({ status }) => status === 'completed'],
  ['proofs.request', ({ proof }) => proof === 'request'],
  ['proofs.presentation', ({ proof }) => proof === 'presentation'],
  ['proofs.verified', ({ proof }) => proof === 'verified'],
  ['credentials.offer', ({ credential }) => credential === 'offer'],
  ['credentials.request', ({ credential }) => credential === 'request'],
  ['credentials.issued', ({ credential }) => credential === 'issued'],
]
const patienceMs = 60_000
const retryMs = 1000

/** One student: a session, its stream, the platform's webhooks, done. @throws where a step does not come. */
export async function register(server: ServerProcess): Promise<Walk> {
  const startedMs = performance.now()
  const { body, refused } = await create(server)
  const createMs = performance.now() - startedMs
  const { sessionId, invitationId } = Created.parse(JSON.parse(body))
  const abort = new AbortController()
  let latest: SessionView | undefined
  let look = () => {}
  const read = () =>
    readViews(server, { sessionId, lastEventId: latest?.version }, abort.signal, (view) => {
      latest = view
      look()
    }).catch(() => undefined)
  const reading = againUntil(abort.signal, read)
  const until = (fits: (view: SessionView) => boolean, what: string) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${what} is not seen; at ${latest?.status} ${latest?.proof}`)),
        patienceMs,
      )
      look = () => {
        if (!latest || !fits(latest)) return
        clearTimeout(timer)
        resolve()
      }
      look()
    })
  try {
    await until(() => true, 'the first view')
    const viewsMs: number[] = []
    for (const [topic, fits] of steps) {
      const sentMs = performance.now()
      const seen = until(fits, topic)
      const event = guideWebhook(topic, { invitationId, connectionId: sessionId }, randomUUID())
      const [status] = await Promise.all([deliver(server, { ...event, organizationId }), seen])
      if (status !== 200) throw new Error(`${topic} was answered ${status}`)
      viewsMs.push(performance.now() - sentMs)
      await delay(100)
    }
    return { createMs, viewsMs, refused }
  } finally {
    abort.abort()
    await reading
  }
}

/** As the page does where its stream breaks. */
async function againUntil(signal: AbortSignal, read: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await read()
    await delay(retryMs, undefined, { signal }).catch(() => undefined)
  }
}

/** As the platform does it: three attempts. Answers the last status. */
async function deliver(server: ServerProcess, event: object): Promise<number> {
  let status = 0
  for (let attempt = 0; attempt < 3 && status !== 200; attempt++)
    status = (await webhook(server, event, '127.0.0.200')).status
  return status
}

async function create(server: ServerProcess) {
  for (let refused = 0; ; refused++) {
    const answer = await ask(server, { from: student, method: 'POST', path: '/api/connections/session', body: {} })
    if (answer.status === 201) return { body: answer.body, refused }
    if (![0, 429].includes(answer.status) || refused > 5)
      throw new Error(`create was answered ${answer.status} ${answer.body}`)
    await delay(1000 * Number(answer.headers['retry-after'] ?? 1))
  }
}
