import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { SessionView } from '../../shared/session-view.ts'
import { deliver } from './deliver.ts'
import { follow } from './follow.ts'
import { guideWebhook } from './webhooks.ts'

/** What one registration sends; every one of them moves the session where they come in this order. */
export const registrationTopics = [
  ...['request', 'response', 'active', 'completed'].map((word) => `connections.${word}`),
  ...['request', 'presentation', 'verified'].map((word) => `proofs.${word}`),
  ...['offer', 'request', 'issued'].map((word) => `credentials.${word}`),
]

export interface Student {
  readonly sessionId: string
  /** Every view that the watcher saw, over all cuts. */
  readonly views: readonly SessionView[]
  /** How often it came back. */
  readonly resumed: number
  /** The webhooks that were answered 200. */
  readonly acknowledged: readonly string[]
  readonly cutOff: number
  /** Webhooks that were stored by an attempt whose answer never came. */
  readonly swallowed: number
}

const Created = z.object({ sessionId: z.string(), invitationId: z.string() })
const retryMs = 25

/**
 * One registration, however often the servers die meanwhile: a session, a watcher that resumes, and its webhooks in any
 * order, two at a time, each sent until it is answered 200 and now and then once more.
 */
export async function registerStudent(next: () => { readonly url: string }): Promise<Student> {
  const { sessionId, invitationId } = await makeSession(next)
  const follower = follow(next, sessionId)
  const acknowledged: string[] = []
  let [cutOff, swallowed] = [0, 0]
  const topics = registrationTopics.toSorted(() => randomInt(3) - 1)
  const lane = async () => {
    for (let topic = topics.shift(); topic !== undefined; topic = topics.shift()) {
      const webhook = guideWebhook(topic, { invitationId, connectionId: sessionId }, randomUUID())
      const delivery = await deliver(next, webhook)
      acknowledged.push(webhook.webhookId)
      cutOff += delivery.cutOff
      if (delivery.duplicate) swallowed++
      if (randomInt(5) === 0) cutOff += (await deliver(next, webhook)).cutOff
    }
  }
  await Promise.all([lane(), lane()])
  const { version } = await askUntilAnswered(next, `?sessionId=${sessionId}`, { method: 'GET' }, SessionView)
  await follower.until(version)
  follower.stop()
  return { sessionId, views: follower.views, resumed: follower.opened() - 1, acknowledged, cutOff, swallowed }
}

/** A session, asked for until one is made. */
export function makeSession(next: () => { readonly url: string }) {
  return askUntilAnswered(next, '', { method: 'POST' }, Created)
}

async function askUntilAnswered<Answer>(
  next: () => { readonly url: string },
  query: string,
  options: RequestInit,
  schema: z.ZodType<Answer>,
): Promise<Answer> {
  for (;;) {
    const response = await fetch(`${next().url}/api/connections/session${query}`, options).catch(() => undefined)
    const body = response?.ok ? await response.json().catch(() => undefined) : undefined
    if (body !== undefined) return schema.parse(body)
    await delay(retryMs)
  }
}
