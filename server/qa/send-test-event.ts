import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { Outcome } from '../../shared/webhook-event.ts'
import { PlatformError } from '../confirmd/platform-error.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { findSession } from './timeline.ts'

export interface SendContext {
  readonly db: Database
  readonly now: () => Date
  readonly testEvents: {
    /** There none is sent. */
    readonly production: boolean
    /** This application's own webhook route. */
    readonly webhookUrl: string
    readonly webhookSecret: string
    readonly organizationId: string
  }
}

const timeoutMs = 10_000
const Answer = z.object({ error: z.string() })

/**
 * Sends `event`, a topic, as the platform would: over HTTP, signed with the webhook secret, in the guide's dialect.
 * A session that no wallet is bound to is bound to a connection made up from its own id, the same one each time. Answers
 * what became of it: an outcome of null where the server has not said yet.
 *
 * @throws AppError `SEND_REFUSED` in production; `NOT_FOUND`; `PLATFORM_FAILED` with the route's own words where it refuses.
 */
export async function sendTestEvent(
  { db: { query }, now, testEvents }: SendContext,
  { sessionId, event: topic }: { readonly sessionId: string; readonly event: string },
) {
  const { production, webhookUrl, webhookSecret, organizationId } = testEvents
  if (production) throw new AppError('SEND_REFUSED', 'Test events are not sent in production')
  const session = await findSession(query, sessionId)
  const webhookId = `qa-${randomUUID()}`
  const webhook = {
    ...{ webhookId, topic, timestamp: now().toISOString(), organizationId, agentId: 'qa' },
    data: {
      connectionId: session.connectionId ?? `qa-${sessionId}`,
      invitationId: session.invitationId,
      state: topic.slice(topic.lastIndexOf('.') + 1),
    },
  }
  const response = await fetch(webhookUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': webhookSecret },
    body: JSON.stringify(webhook),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new PlatformError('unknown', 'The webhook route did not answer', { cause: error })
  })
  if (!response.ok) {
    const { data } = Answer.safeParse(await response.json().catch(() => null))
    const refusal = `The server refused the event: ${response.status} ${data?.error ?? ''}`
    throw new AppError('PLATFORM_FAILED', refusal.trim())
  }
  await response.body?.cancel()
  const stored = query.selectFrom('WebhookEvent').select('outcome').where('webhookId', '=', webhookId)
  return { webhookId, outcome: Outcome.safeParse((await stored.executeTakeFirst())?.outcome).data ?? null }
}
