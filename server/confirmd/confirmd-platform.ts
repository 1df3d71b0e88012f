import type { Logger } from 'pino'
import type { Platform } from './platform.ts'
import { InvitationAnswer, RecordAnswer } from './platform-answers.ts'
import { createPostJson } from './request.ts'
import { createSend } from './send.ts'
import {
  type CallTemplate,
  defaultTemplates,
  fillBody,
  fillPath,
  type PlatformTemplates,
  registrationNumber,
} from './templates.ts'
import { createTokenSource } from './token.ts'

export interface ConfirmdPlatformOptions {
  /** The token endpoint. */
  readonly authUrl: string
  /** The API's base address, with or without a slash at its end. */
  readonly apiUrl: string
  readonly organizationId: string
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

/** The Confirmd platform over its HTTP API (contract, "The platform's API, as this application calls it"). */
export function createConfirmdPlatform(options: ConfirmdPlatformOptions): Platform {
  const { authUrl, apiUrl, organizationId, clientId, clientSecret, log, now = () => new Date() } = options
  const { timeoutMs = 10_000, budgetMs = 25_000, retryDelayMs = 300 } = options
  const templates = { ...defaultTemplates, ...options.templates }
  const send = createSend({ log, timeoutMs, retryDelayMs })
  const token = createTokenSource({ authUrl, clientId, clientSecret, send, now })
  const post = createPostJson({ apiUrl, token, send, budgetMs })

  /** The path and body of a call about a connection. */
  const about = (connectionId: string, { path, body }: CallTemplate) => {
    const values = {
      org: organizationId,
      connectionId,
      registrationNumber: registrationNumber(connectionId),
      today: now().toISOString().slice(0, 10),
    }
    return [fillPath(path, values), fillBody(body, values)] as const
  }

  return {
    createInvitation() {
      const { path, body } = templates.invitation
      const values = { org: organizationId }
      return post(fillPath(path, values), fillBody(body, values), InvitationAnswer)
    },
    requestProof: (connectionId) => post(...about(connectionId, templates.proof), RecordAnswer),
    offerCredential: (connectionId) => post(...about(connectionId, templates.offer), RecordAnswer),
  }
}
