import type { z } from 'zod'
import { type CallName, type CallPaths, fillPath, type PlaceholderValues } from './call-paths.ts'
import { mustSucceed, readAnswer } from './platform-answers.ts'
import type { Answer, Call, Send } from './send.ts'
import type { createTokenSource } from './token.ts'

export interface CallOptions extends Pick<Call, 'once' | 'signal'> {
  readonly body?: object
  /** Beside token and client secret, what no message may quote. */
  readonly secrets?: readonly string[]
}

interface CallsOptions {
  readonly apiUrl: string
  readonly organizationId: string
  readonly clientSecret: string
  readonly paths: CallPaths
  readonly budgetMs: number
  readonly send: Send
  readonly token: ReturnType<typeof createTokenSource>
}

/** What came back, and what no message about it may quote. */
export interface Answered {
  readonly answer: Answer
  readonly secrets: readonly string[]
}

/** One call of the platform's API, by its name. */
export type PlatformCalls = ReturnType<typeof createPlatformCalls>

export function createPlatformCalls(options: CallsOptions) {
  const { apiUrl, organizationId: org, clientSecret, paths, budgetMs, send, token } = options
  let aheadMs: number | null = null

  /** What came back, whatever its status below 500; a 401 drops the token and tries once more with a new one. */
  const call = async (
    method: Call['method'],
    name: CallName,
    values: PlaceholderValues = {},
    { body: json, secrets: more = [], ...rest }: CallOptions = {},
  ): Promise<Answered> => {
    const deadlineMs = performance.now() + budgetMs
    const url = new URL(apiUrl.replace(/\/$/, '') + fillPath(paths[name], { org, ...values }))
    const body = json && JSON.stringify(json)
    const type = json && { 'content-type': 'application/json' }
    const attempt = async () => {
      const { token: bearer } = await token.read(deadlineMs, rest.signal)
      const headers = { authorization: `Bearer ${bearer}`, ...type, accept: 'application/json' }
      const secrets = [bearer, clientSecret, ...more]
      const answer = await send({ method, url, headers, body, secrets, ...rest }, deadlineMs)
      if (answer.status === 401) token.drop(bearer)
      if (answer.clockAheadMs !== null) aheadMs = answer.clockAheadMs
      return { answer, secrets }
    }
    const first = await attempt()
    return first.answer.status === 401 ? await attempt() : first
  }

  return {
    call,
    /** The answer in the shape of `schema`. @throws PlatformError */
    async ask<Schema extends z.ZodType>(schema: Schema, ...asked: Parameters<typeof call>): Promise<z.output<Schema>> {
      const { answer, secrets } = await call(...asked)
      return readAnswer(answer, schema, secrets)
    },
    /** Does it, whatever the answer says beside its status. Throws likewise. */
    async tell(...asked: Parameters<typeof call>): Promise<void> {
      const { answer, secrets } = await call(...asked)
      mustSucceed(answer, secrets)
    },
    /** How far the platform's clock was ahead of this one at its last answer. */
    clockAheadMs: () => aheadMs,
  }
}
