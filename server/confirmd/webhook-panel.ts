import { randomBytes } from 'node:crypto'
import type { RotatedSecret, TestResult, WebhookApp, WebhookDelivery } from '../../shared/webhook-app.ts'
import type { Actor } from '../actor.ts'
import { insertAudit } from '../db/audit-trail.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import type { WebhookApps } from './webhook-apps.ts'

export interface WebhookPanelDeps {
  readonly apps: WebhookApps
  readonly appId: string | undefined
  /** Makes this server accept one more secret, also after a restart; undefined where other processes would not learn of it. */
  readonly accept: ((secret: string) => void) | undefined
  readonly db: Database
  readonly now: () => Date
}

/**
 * The platform's side of webhooks, as an operator sees and changes it.
 *
 * @throws AppError `NOT_FOUND` where no app is configured, `PLATFORM_FAILED` where the platform does not do it.
 */
export interface WebhookPanel {
  app(): Promise<WebhookApp>
  /** The newest deliveries, newest first, as the platform's own log tells them. */
  deliveries(limit: number): Promise<WebhookDelivery[]>
  /** Makes the platform send a test webhook. */
  test(eventType: string): Promise<TestResult>
  /**
   * Makes a new secret, accepts it, and tells the platform to send it from now on; no webhook is lost on the way, since
   * the old one is accepted until it is taken out of the environment. @throws AppError `BAD_REQUEST` where several
   * processes serve: the command line rotates then.
   */
  rotate(operator: Actor): Promise<RotatedSecret>
}

export function createWebhookPanel({ apps, appId, accept, db, now }: WebhookPanelDeps): WebhookPanel {
  const configured = () => {
    if (appId !== undefined) return appId
    throw new AppError('NOT_FOUND', 'No webhook app is known here: set CONFIRMD_APP_ID to the id of yours')
  }
  return {
    app: async () => apps.show(configured()),
    deliveries: async (limit) => apps.deliveries(configured(), limit),
    test: async (eventType) => apps.test(configured(), eventType),
    async rotate({ by, address }) {
      const id = configured()
      if (!accept) throw new AppError('BAD_REQUEST', 'With several server processes, rotate from the command line')
      const secret = randomBytes(32).toString('hex')
      accept(secret) // before the platform knows it, or the first webhook with it would be lost
      await apps.rotate(id, secret)
      await db.transaction((tx) =>
        insertAudit(tx, { at: now(), action: 'secret-rotated', by, address, subject: id, detail: null }),
      )
      return { appId: id, secret }
    },
  }
}
