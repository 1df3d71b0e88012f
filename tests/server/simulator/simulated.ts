import { Hono, type MiddlewareHandler } from 'hono'
import { pino } from 'pino'
import { z } from 'zod'
import { type ConfirmdPlatform, createConfirmdPlatform } from '../../../server/confirmd/confirmd-platform.ts'
import { createSimulator, type SimulatorOptions } from '../../../server/simulator/simulator.ts'
import { listen } from './listen.ts'

export const organizationId = '67f1c9de-2b5a-4c3e-8d14-9a0b5e6f7c21'
export const webhookSecret = 'a-webhook-secret-of-thirty-two-characters'

const client = { clientId: 'client-1', clientSecret: 'the-client-secret' }
const log = pino({ level: 'silent' })
const Answer = z.looseObject({})
const TokenAnswer = z.object({ access_token: z.string() })

export interface Simulated {
  /** Origin. */
  readonly url: string
  /** The application's own client, talking to the simulator. */
  readonly platform: ConfirmdPlatform
  /** Calls the wallet's API; posts where there is a body. */
  wallet(path: string, body?: unknown): Promise<{ status: number; body: z.infer<typeof Answer> }>
  /** Calls the organization's API with a bearer token; sends `body`, by POST unless told otherwise, where there is one. */
  organization(path: string, body?: unknown, method?: string): Promise<z.infer<typeof Answer>>
  /** Calls any of the API's addresses likewise, such as `/orgs/…`; answers the status too. */
  api(path: string, body?: unknown, method?: string): Promise<{ status: number; body: z.infer<typeof Answer> }>
  close(): Promise<void>
}

/** A simulator over real HTTP; `between` stands between it and its callers. */
export async function startSimulated(
  options: Partial<SimulatorOptions>,
  between?: MiddlewareHandler,
): Promise<Simulated> {
  const app = new Hono()
  if (between) app.use('/simulator/*', between)
  const listening = await listen(app)
  const { url } = listening
  const simulator = createSimulator({
    ...client,
    organizationId,
    publicUrl: url,
    webhookSecret,
    log,
    retryDelayMs: 1,
    ...options,
  })
  app.route('/simulator', simulator.app)
  const [authUrl, apiUrl] = [`${url}/simulator/token`, `${url}/simulator`]
  const api: Simulated['api'] = async (path, body, method = body === undefined ? 'GET' : 'POST') => {
    const grant = { grant_type: 'client_credentials', client_id: 'client-1', client_secret: 'the-client-secret' }
    const answer = await fetch(authUrl, { method: 'POST', body: new URLSearchParams(grant) })
    const { access_token: token } = TokenAnswer.parse(await answer.json())
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const sent = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const response = await fetch(`${apiUrl}${path}`, sent)
    return { status: response.status, body: Answer.parse(await response.json()) }
  }
  return {
    url,
    platform: createConfirmdPlatform({ ...client, authUrl, apiUrl, organizationId, log, retryDelayMs: 1 }),
    async wallet(path, body) {
      const post = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }
      const response = await fetch(`${url}/simulator/wallet${path}`, body === undefined ? {} : post)
      return { status: response.status, body: Answer.parse(await response.json()) }
    },
    api,
    organization: async (path, body, method) => (await api(`/orgs/${organizationId}${path}`, body, method)).body,
    async close() {
      await listening.close()
      await simulator.close()
    },
  }
}
