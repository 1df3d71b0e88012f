import { randomBytes } from 'node:crypto'
import type { RotatedSecret, TestResult, WebhookApp, WebhookDelivery } from '../../shared/webhook-app.ts'
import type { Actor } from '../actor.ts'
import type { WebhookApps } from '../confirmd/platform.ts'
import { insertAudit } from '../db/audit-trail.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'

/**
 * Where webhooks come from. Each verb throws AppError `NOT_FOUND` where no app is set, `PLATFORM_FAILED` where the
 * platform does not do it.
 */
export interface AppContext {
  readonly apps: WebhookApps
  /** The webhook app at the platform that sends here. */
  readonly appId: string | undefined
}

export interface RotateContext extends AppContext {
  /**
   * Accepts one more secret here, also after a restart, and answers what to call once the platform sends it; undefined
   * where other processes would not learn of it.
   */
  readonly acceptSecret: ((secret: string) => () => void) | undefined
  readonly db: Pick<Database, 'transaction'>
  readonly now: () => Date
}

/** The webhook app, as the platform knows it. */
export async function getWebhookApp({ apps, appId }: AppContext): Promise<WebhookApp> {
  return apps.show(mustBeSet(appId))
}

/** The newest deliveries, newest first, as the platform's own log tells them. */
export async function listDeliveries({ apps, appId }: AppContext, limit: number): Promise<WebhookDelivery[]> {
  return apps.deliveries(mustBeSet(appId), limit)
}

/** Makes the platform send a test webhook. */
export async function sendTestWebhook({ apps, appId }: AppContext, eventType: string): Promise<TestResult> {
  return apps.test(mustBeSet(appId), eventType)
}

/**
 * Makes a new secret, accepts it, and tells the platform to send it from now on; no webhook is lost on the way, since
 * the old one is accepted until it is taken out of the environment.
 *
 * @throws AppError `BAD_REQUEST` where several processes serve: the command line rotates then.
 */
export async function rotateSecret(ctx: RotateContext, operator: Actor): Promise<RotatedSecret> {
  const appId = mustBeSet(ctx.appId)
  if (!ctx.acceptSecret)
    throw new AppError('BAD_REQUEST', 'With several server processes, rotate from the command line')
  const secret = randomBytes(32).toString('hex')
  const isSent = ctx.acceptSecret(secret) // before the platform knows it, or the first webhook with it would be lost
  await ctx.apps.rotate(appId, secret)
  isSent()
  const rotated = { at: ctx.now(), action: 'secret-rotated', subject: appId } as const
  await ctx.db.transaction((tx) => insertAudit(tx, operator, rotated))
  return { appId, secret }
}

function mustBeSet(appId: string | undefined): string {
  if (appId !== undefined) return appId
  throw new AppError('NOT_FOUND', 'No webhook app is known here: set CONFIRMD_APP_ID to the id of yours')
}
