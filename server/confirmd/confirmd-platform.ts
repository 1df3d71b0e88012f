import type { Logger } from 'pino'
import type { z } from 'zod'
import type { Platform, PlatformRecords, WebhookApps } from './platform.ts'
import { InvitationAnswer, RecordAnswer, readAnswer, StateAnswer } from './platform-answers.ts'
import { PlatformError } from './platform-error.ts'
import { type Answer, type Call, createSend, sendNowhere } from './send.ts'
import {
  type CallName,
  defaultTemplates,
  fillBody,
  fillPath,
  type PlaceholderValues,
  type PlatformTemplates,
  registrationNumber,
} from './templates.ts'
import { createTokenSource, type Token } from './token.ts'
import { AnyAnswer, AppAnswer, DeliveriesAnswer, TestAnswer } from './webhook-app-answers.ts'

const refuse = (error: Error): never => {
  throw new PlatformError('refused', error.message)
}

type CallOptions = Pick<Call, 'once' | 'signal'>

export interface ConfirmdPlatformOptions {
  /** The token endpoint. */
  readonly authUrl: string
  /** The API's base URL, with or without a slash at its end. */
  readonly apiUrl: string
  readonly organizationId: string
  /** Empty: there is no account, and every call fails. */
  readonly clientId: string
  readonly clientSecret: string
  readonly log: Logger
  /** For one attempt; 10 s. */
  readonly timeoutMs?: number
  /** For a whole verb, however often it is tried: what a student waits at most; 25 s. */
  readonly budgetMs?: number
  /** Before the first retry; 300 ms. */
  readonly retryDelayMs?: number
  readonly templates?: Partial<PlatformTemplates>
  readonly now?: () => Date
}

/** Everything that this application does at the platform. */
export interface ConfirmdPlatform extends Platform {
  readonly records: PlatformRecords
  readonly apps: WebhookApps
  /** An access token, new or still good. @throws AppError `PLATFORM_FAILED` */
  token(): Promise<Token>
}

/** The Confirmd platform over its HTTP API (contract, "The platform's API, as this application calls it"). */
export function createConfirmdPlatform(options: ConfirmdPlatformOptions): ConfirmdPlatform {
  const { authUrl, apiUrl, organizationId: org, clientId, clientSecret, log, now = () => new Date() } = options
  const { timeoutMs = 10_000, budgetMs = 25_000, retryDelayMs = 300 } = options
  const templates = { ...defaultTemplates, ...options.templates }
  const send = clientId === '' ? sendNowhere : createSend({ log, timeoutMs, retryDelayMs })
  const token = createTokenSource({ authUrl, clientId, clientSecret, send, now })

  /** What came back, whatever its status below 500; a 401 drops the token and tries once more with a new one. */
  const call = async (method: Call['method'], name: CallName, values: PlaceholderValues, more?: CallOptions) => {
    const deadlineMs = performance.now() + budgetMs
    const template = templates[name]
    const all = { org, ...values }
    const url = new URL(apiUrl.replace(/\/$/, '') + fillPath(template.path, all))
    const body = fillBody(template.body, all)
    const type = body !== undefined && { 'content-type': 'application/json' }
    const attempt = async (): Promise<Answer> => {
      const { token: bearer } = await token.read(deadlineMs)
      const headers = { authorization: `Bearer ${bearer}`, ...type, accept: 'application/json' }
      const answer = await send({ method, url, headers, body, ...more }, deadlineMs)
      if (answer.status === 401) token.drop(bearer)
      return answer
    }
    const first = await attempt()
    return first.status === 401 ? await attempt() : first
  }
  const get = async <Schema extends z.ZodType>(name: CallName, values: PlaceholderValues, schema: Schema) =>
    readAnswer(await call('GET', name, values), schema)
  const post = async <Schema extends z.ZodType>(
    name: CallName,
    values: PlaceholderValues,
    schema: Schema,
    more?: CallOptions,
  ) => readAnswer(await call('POST', name, values, more), schema)

  /** What is known of a connection when a proof is asked for or a credential offered. */
  const about = (connectionId: string) => ({
    connectionId,
    registrationNumber: registrationNumber(connectionId),
    today: now().toISOString().slice(0, 10),
  })
  const record = async (name: CallName, values: PlaceholderValues, signal: AbortSignal | undefined) => {
    const answer = await call('GET', name, values, { signal })
    return answer.status === 404 ? null : readAnswer(answer, StateAnswer)
  }

  return {
    createInvitation: () => post('invitation', {}, InvitationAnswer),
    requestProof: ({ connectionId }) => post('proof', about(connectionId), RecordAnswer).catch(refuse),
    offerCredential: ({ connectionId }) => post('offer', about(connectionId), RecordAnswer).catch(refuse),
    verifyPresentation: async () => undefined,
    verifiedAttributes: async () => ({}),
    listProofs: async () => [],
    listCredentials: async () => [],
    records: {
      connection: (connectionId, signal) => record('connection', { connectionId }, signal),
      proof: (proofId, signal) => record('proofRecord', { proofId }, signal),
      credential: (credentialId, signal) => record('credentialRecord', { credentialId }, signal),
    },
    apps: {
      create: (app) => post('createApp', { ...app }, AppAnswer, { once: true }),
      show: (appId) => get('app', { appId }, AppAnswer),
      test: (appId, eventType) => post('testApp', { appId, eventType }, TestAnswer),
      deliveries: (appId, limit) => get('deliveries', { appId, limit: String(limit) }, DeliveriesAnswer),
      rotate: async (appId, newSecret) => {
        await post('rotateSecret', { appId, newSecret }, AnyAnswer)
      },
    },
    token: () => token.read(performance.now() + budgetMs),
  }
}
