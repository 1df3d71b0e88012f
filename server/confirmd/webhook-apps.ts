import type { WebhookApp } from '../../shared/webhook-app.ts'
import { AppError } from '../errors.ts'
import type { WebhookApps } from './platform.ts'
import type { PlatformCalls } from './platform-calls.ts'
import { PlatformError } from './platform-error.ts'
import { AppAnswer, DeliveriesAnswer, OrganizationWebhookAnswer, TestAnswer } from './webhook-app-answers.ts'

/** The organization's webhook apps, or its one webhook address where the platform has no apps. */
export function createWebhookApps({ ask, tell }: PlatformCalls, organizationId: string): WebhookApps {
  const showApp = (appId: string): Promise<WebhookApp> => ask(AppAnswer, 'GET', 'app', { appId })
  /** The organization's address; null where the platform has no such thing, or none is set. */
  const showAddress = async () => {
    try {
      const { webhookUrl, hasSecret } = await ask(OrganizationWebhookAnswer, 'GET', 'webhookUrl')
      return webhookUrl === null ? null : toApp(organizationId, webhookUrl, hasSecret)
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  /** Does it with the app, where there is such a one, else with the organization's address, where there is one. */
  const either = async <Result>(
    appId: string | undefined,
    withApp: (appId: string) => Promise<Result>,
    withAddress: (app: WebhookApp) => Result | Promise<Result>,
  ): Promise<Result> => {
    let missing: unknown = new AppError('NOT_FOUND', noneKnown)
    if (appId !== undefined) {
      try {
        return await withApp(appId)
      } catch (error) {
        if (!isMissing(error)) throw error
        missing = error
      }
    }
    const address = await showAddress()
    if (address === null) throw missing
    return withAddress(address)
  }

  return {
    async create({ webhookUrl, webhookSecret, ...texts }) {
      const secrets = [webhookSecret]
      const body = { ...texts, webhookUrl, webhookSecret, clientContext: { purpose: 'student-registration' } }
      try {
        return await ask(AppAnswer, 'POST', 'createApp', {}, { body, secrets, once: true })
      } catch (error) {
        if (!isMissing(error)) throw error
      }
      await tell('POST', 'registerWebhook', {}, { body: { webhookUrl, webhookSecret }, secrets, once: true })
      return toApp(organizationId, webhookUrl, true)
    },
    show: (appId) => either(appId, showApp, (address) => address),
    test: (appId, eventType) =>
      either(
        appId,
        (id) => ask(TestAnswer, 'POST', 'testApp', { appId: id }, { body: { eventType } }),
        () => {
          throw new AppError('BAD_REQUEST', `${oneAddress} sends no test webhook`)
        },
      ),
    deliveries: (appId, limit) =>
      either(
        appId,
        (id) => ask(DeliveriesAnswer, 'GET', 'deliveries', { appId: id, limit: String(limit) }),
        () => {
          throw new AppError('BAD_REQUEST', `${oneAddress} keeps no list of deliveries`)
        },
      ),
    rotate: (appId, newSecret) =>
      either(
        appId,
        async (id) => {
          const more = { body: { newSecret }, secrets: [newSecret] }
          await tell('POST', 'rotateSecret', { appId: id }, more)
          return { id }
        },
        async ({ id }) => {
          const more = { body: { webhookSecret: newSecret }, secrets: [newSecret] }
          await tell('PATCH', 'updateWebhook', {}, more)
          return { id }
        },
      ),
  }
}

const noneKnown = 'No webhook app is known here: set CONFIRMD_APP_ID to the id of yours'
const oneAddress = 'This platform has one webhook address for the whole organization, and'

/** CREDEBL's one address, told as an app. */
function toApp(organizationId: string, webhookUrl: string, hasSecret: boolean | null): WebhookApp {
  return {
    kind: 'organization',
    id: organizationId,
    name: null,
    description: null,
    webhookUrl,
    isActive: null,
    hasSecret,
    createdAt: null,
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof PlatformError && (error.status === 404 || error.status === 405)
}
