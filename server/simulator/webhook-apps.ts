import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { NewApp } from './platform-bodies.ts'
import { PlatformError } from './platform-error.ts'
import { isLoopback, isPublicHost } from './public-address.ts'
import { type App, ownAppId, type Registered } from './records.ts'
import type { SimulatorState } from './state.ts'

interface AppsOptions {
  readonly state: SimulatorState
  readonly publicUrl: string
  /** Where the app that exists from the start sends to; undefined for no such app until one is registered. */
  readonly webhookUrl: (() => string) | undefined
  readonly webhookSecret: string
  readonly now: () => Date
}

/**
 * The organization's webhook apps. Every webhook goes to each of them. The one that is there from the start is what
 * CREDEBL knows as the organization's one webhook.
 */
export type Apps = ReturnType<typeof createApps>

export function createApps({ state, publicUrl, webhookUrl, webhookSecret, now }: AppsOptions) {
  // not kept: each start has the server's own secret
  let own: { webhookUrl: () => string; webhookSecret: string } | null = webhookUrl
    ? { webhookUrl, webhookSecret }
    : null
  const createdAt = now().toISOString()

  const webhook = (): Registered | null => {
    if (own) return { webhookUrl: own.webhookUrl(), webhookSecret: own.webhookSecret }
    return state.registered()
  }

  const all = (): readonly App[] => {
    const registered = webhook()
    if (!registered) return state.apps
    const texts = { name: 'This server', description: 'The receiver that the simulator was started for' }
    return [{ appId: ownAppId, ...texts, ...registered, createdAt }, ...state.apps]
  }

  const get = (appId: string): App => {
    const found = all().find((app) => app.appId === appId)
    if (!found) throw new PlatformError(404, 'App not found')
    return found
  }

  async function register(next: Registered) {
    if (own) own = { webhookUrl: () => next.webhookUrl, webhookSecret: next.webhookSecret }
    else state.register(next)
    await state.save()
  }

  return {
    all,
    /** @throws PlatformError 404 */
    get,
    /** The organization's one webhook, or null where it has none. */
    webhook,
    /** From the next attempt on, the organization's webhook is this one; it overwrites the one before. */
    register,
    /** @throws PlatformError 400 where the platform would not send there: it wants https and a public host, or its own. */
    assertReachable(url: string) {
      const { protocol, hostname } = new URL(url)
      const ours = [publicUrl, ...(webhookUrl ? [webhookUrl()] : [])].map((own) => new URL(own).hostname)
      if (ours.some((host) => host === hostname || (isLoopback(host) && isLoopback(hostname)))) return
      if (protocol !== 'https:' || !isPublicHost(hostname))
        throw new PlatformError(400, 'Invalid or blocked webhook URL')
    },
    async create({ name, description, webhookUrl, webhookSecret }: z.output<typeof NewApp>) {
      const texts = { name, description, webhookUrl, webhookSecret }
      const created = { ...texts, appId: randomUUID(), createdAt: now().toISOString() }
      state.apps.push(created)
      await state.save()
      return created
    },
    /** From the next attempt on, webhooks carry `newSecret`. Throws likewise. */
    async rotate(appId: string, newSecret: string) {
      const { webhookUrl } = get(appId)
      for (const app of state.apps) if (app.appId === appId) app.webhookSecret = newSecret
      if (appId === ownAppId) await register({ webhookUrl, webhookSecret: newSecret })
      else await state.save()
    },
  }
}
