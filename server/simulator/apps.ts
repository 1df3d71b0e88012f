import { randomUUID } from 'node:crypto'
import { AppError } from '../errors.ts'
import { type App, ownAppId } from './records.ts'
import type { SimulatorState } from './state.ts'

interface AppsOptions {
  readonly state: SimulatorState
  /** Where the app that exists from the start sends to; undefined for no such app. */
  readonly webhookUrl: (() => string) | undefined
  readonly webhookSecret: string
  readonly now: () => Date
}

/** The organization's webhook apps. Every webhook goes to each of them. */
export interface Apps {
  all(): readonly App[]
  /** @throws AppError `NOT_FOUND` */
  get(appId: string): App
  create(app: Pick<App, 'name' | 'description' | 'webhookUrl' | 'webhookSecret'>): Promise<App>
  /** From the next attempt on, webhooks carry `newSecret`. Throws likewise. */
  rotate(appId: string, newSecret: string): Promise<void>
}

export function createApps({ state, webhookUrl, webhookSecret, now }: AppsOptions): Apps {
  const own = { secret: webhookSecret, createdAt: now().toISOString() } // begun anew at each start, with the server's own secret

  const all = (): readonly App[] => {
    if (!webhookUrl) return state.apps
    const { secret, createdAt } = own
    const words = { name: 'This server', description: 'The receiver that the simulator was started for' }
    return [{ appId: ownAppId, ...words, webhookUrl: webhookUrl(), webhookSecret: secret, createdAt }, ...state.apps]
  }

  const get = (appId: string): App => {
    const found = all().find((app) => app.appId === appId)
    if (!found) throw new AppError('NOT_FOUND', 'App not found')
    return found
  }

  return {
    all,
    get,
    async create(app) {
      const created = { ...app, appId: randomUUID(), createdAt: now().toISOString() }
      state.apps.push(created)
      await state.save()
      return created
    },
    async rotate(appId, newSecret) {
      get(appId)
      if (appId === ownAppId) own.secret = newSecret
      for (const app of state.apps) if (app.appId === appId) app.webhookSecret = newSecret
      await state.save()
    },
  }
}
