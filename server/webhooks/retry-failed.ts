import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Outcome } from '../../shared/webhook-event.ts'
import { systemActor } from '../actor.ts'
import { withoutIds } from '../logged-error.ts'
import type { PipelineContext } from '../sessions/apply-events.ts'
import { replayWebhook } from './replay-webhook.ts'

/** How many one round tries again, so that webhooks never wait long behind them. */
const perRound = 20

/** Tries failed events again whose time has come; answers how many. One process at a time does so. */
export async function retryFailed(ctx: PipelineContext & { readonly log: Logger }): Promise<number> {
  const { db, log, now } = ctx
  const tried = await db.claim('retry', async () => {
    const due = await db.query
      .selectFrom('WebhookEvent')
      .select('webhookId')
      .where('outcome', '=', sql.lit<Outcome>('failed'))
      .where('nextAttemptAt', '<=', now())
      .orderBy('nextAttemptAt')
      .limit(perRound)
      .execute()
    for (const { webhookId } of due) {
      const { outcome, error } = await replayWebhook(ctx, webhookId, systemActor)
      if (outcome === 'failed') log.warn({ webhookId, error: withoutIds(error ?? '') }, 'webhook failed again')
      else log.info({ webhookId, outcome }, 'failed webhook retried')
    }
    return due.length
  })
  return tried ?? 0
}
