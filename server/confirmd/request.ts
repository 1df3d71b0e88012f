import type { z } from 'zod'
import { readAnswer } from './read-answer.ts'
import type { Send } from './send.ts'
import type { TokenSource } from './token.ts'

interface RequestOptions {
  readonly apiUrl: string
  readonly token: TokenSource
  readonly send: Send
  /** For the whole request: token, attempts and the waits between them. */
  readonly budgetMs: number
}

/**
 * Posts JSON to the platform's API with a bearer token and answers what came back, in the shape of `schema`.
 * A 401 drops the token and tries once more with a new one.
 *
 * @throws AppError `PLATFORM_FAILED` where the platform cannot be reached, refuses or answers rubbish.
 */
export type PostJson = <Schema extends z.ZodType>(
  path: string,
  body: string,
  schema: Schema,
) => Promise<z.output<Schema>>

export function createPostJson({ apiUrl, token, send, budgetMs }: RequestOptions): PostJson {
  return async (path, body, schema) => {
    const deadlineMs = performance.now() + budgetMs
    const url = new URL(apiUrl.replace(/\/$/, '') + path)
    const attempt = async () => {
      const bearer = await token.get(deadlineMs)
      const headers = {
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/json',
        accept: 'application/json',
      }
      const answer = await send({ method: 'POST', url, headers, body }, deadlineMs)
      if (answer.status === 401) token.drop(bearer)
      return answer
    }
    const first = await attempt()
    return readAnswer(first.status === 401 ? await attempt() : first, schema)
  }
}
