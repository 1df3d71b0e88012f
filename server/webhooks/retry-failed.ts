import type { Logger } from 'pino'
import { systemActor } from '../actor.ts'
import type { Claim } from '../db/claim.ts'
import type { Execute } from '../db/statement.ts'
import { type ReplayDeps, replay } from './replay-webhook.ts'

export interface RetryDeps extends ReplayDeps {
  readonly read: Execute
  readonly claim: Claim
  readonly log: Logger
}

/** How many one round tries again, so that webhooks never wait long behind them. */
const perRound = 20

/** Tries failed events again whose time has come; answers how many. One process at a time does so. */
export async function retryFailed(deps: RetryDeps): Promise<number> {
  const tried = await deps.claim('retry', async () => {
    const due = await deps.read(
      `select "webhookId" from "WebhookEvent" where "outcome" = 'failed' and "nextAttemptAt" <= ?
       order by "nextAttemptAt" limit ${perRound}`,
      [deps.now()],
    )
    for (const { webhookId } of due) {
      const { outcome, error } = await replay(deps, String(webhookId), systemActor)
      if (outcome === 'failed') deps.log.warn({ webhookId, error }, 'webhook failed again')
      else deps.log.info({ webhookId, outcome }, 'failed webhook mended')
    }
    return due.length
  })
  return tried ?? 0
}
