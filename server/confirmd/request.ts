import type { Answer, Send } from './send.ts'
import type { TokenSource } from './token.ts'

interface RequestOptions {
  readonly apiUrl: string
  readonly token: TokenSource
  readonly send: Send
  /** For the whole request: token, attempts and the waits between them. */
  readonly budgetMs: number
}

export interface ApiCall {
  readonly method: 'GET' | 'POST'
  /** After the API's base address; may carry a query. */
  readonly path: string
  /** JSON; undefined for a call without a body. */
  readonly body: string | undefined
  /** Set for what must not be done twice. */
  readonly once?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Calls the platform's API with a bearer token and answers what came back, whatever its status below 500.
 * A 401 drops the token and tries once more with a new one.
 *
 * @throws AppError `PLATFORM_FAILED` where no answer came, or none below 500.
 */
export type Request = (call: ApiCall) => Promise<Answer>

export function createRequest({ apiUrl, token, send, budgetMs }: RequestOptions): Request {
  const base = apiUrl.replace(/\/$/, '')
  return async ({ method, path, body, once, signal }) => {
    const deadlineMs = performance.now() + budgetMs
    const url = new URL(base + path)
    const attempt = async () => {
      const bearer = await token.get(deadlineMs)
      const headers = {
        authorization: `Bearer ${bearer}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        accept: 'application/json',
      }
      const answer = await send({ method, url, headers, body, once, signal }, deadlineMs)
      if (answer.status === 401) token.drop(bearer)
      return answer
    }
    const first = await attempt()
    return first.status === 401 ? await attempt() : first
  }
}
