import { randomBytes } from 'node:crypto'
import type { RotatedSecret, TestResult, WebhookApp, WebhookDelivery } from '../../shared/webhook-app.ts'
import type { Actor } from '../actor.ts'
import type { WebhookApps } from '../confirmd/platform.ts'
import { insertAudit } from '../db/audit-trail.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'

/**
 * Where webhooks come from. Each verb throws AppError `NOT_FOUND` where no app is set and the platform has no address for
 * the organization, `BAD_REQUEST` where this platform has no such thing, `PLATFORM_FAILED` where it does not do it.
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
  return apps.show(appId)
}

/** The newest deliveries, newest first, as the platform's own log tells them. */
export async function listDeliveries({ apps, appId }: AppContext, limit: number): Promise<WebhookDelivery[]> {
  return apps.deliveries(appId, limit)
}

/** Makes the platform send a test webhook. */
export async function sendTestWebhook({ apps, appId }: AppContext, eventType: string): Promise<TestResult> {
  return apps.test(appId, eventType)
}

/**
 * Makes a new secret, accepts it, and tells the platform to send it from now on; no webhook is lost on the way, since
 * the old one is accepted until it is taken out of the environment.
 *
 * @throws AppError `BAD_REQUEST` where several processes serve: the command line rotates then.
 */
export async function rotateSecret(ctx: RotateContext, operator: Actor): Promise<RotatedSecret> {
  if (!ctx.acceptSecret)
    throw new AppError('BAD_REQUEST', 'With several server processes, rotate from the command line')
  await ctx.apps.show(ctx.appId) // or a secret would be accepted that nobody was told
  const secret = randomBytes(32).toString('hex')
  const isSent = ctx.acceptSecret(secret) // before the platform knows it, or the first webhook with it would be lost
  const { id: appId } = await ctx.apps.rotate(ctx.appId, secret)
  isSent()
  const rotated = { at: ctx.now(), action: 'secret-rotated', subject: appId } as const
  await ctx.db.transaction((tx) => insertAudit(tx, operator, rotated))
  return { appId, secret }
}
