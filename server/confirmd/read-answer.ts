import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Answer } from './send.ts'

/**
 * The answer's JSON, in the shape of `schema`.
 *
 * @throws AppError `PLATFORM_FAILED` where it is not a 2xx, not JSON or not of that shape. The cause says which,
 * and never quotes the answer.
 */
export function readAnswer<Schema extends z.ZodType>({ status, text }: Answer, schema: Schema): z.output<Schema> {
  if (status < 200 || status > 299)
    throw new AppError('PLATFORM_FAILED', 'The wallet platform refused the request', {
      cause: new Error(`HTTP ${status}`),
    })
  const { data, error } = schema.safeParse(parseJson(text))
  if (error)
    throw new AppError('PLATFORM_FAILED', 'The wallet platform gave an answer that makes no sense here', {
      cause: new Error(z.prettifyError(error)),
    })
  return data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
