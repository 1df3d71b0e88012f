import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Answer } from './send.ts'

/**
 * The answer's JSON, in the shape of `schema`.
 *
 * @throws AppError `PLATFORM_FAILED` where it is not a 2xx, not JSON or not of that shape. The message says which,
 * the cause where, and neither quotes the answer.
 */
export function readAnswer<Schema extends z.ZodType>({ status, text }: Answer, schema: Schema): z.output<Schema> {
  if (status < 200 || status > 299)
    throw new AppError('PLATFORM_FAILED', refusal(status), { cause: new Error(`HTTP ${status}`) })
  const json = parseJson(text)
  if (json === undefined)
    throw new AppError('PLATFORM_FAILED', 'The wallet platform answered something that is not JSON', {
      cause: new Error(text.trimStart().startsWith('<') ? 'a page instead of JSON' : 'not JSON'),
    })
  const { data, error } = schema.safeParse(json)
  if (error)
    throw new AppError('PLATFORM_FAILED', 'The wallet platform gave an answer that makes no sense here', {
      cause: new Error(z.prettifyError(error)),
    })
  return data
}

function refusal(status: number): string {
  switch (status) {
    case 401:
      return 'The wallet platform did not accept the credentials (HTTP 401)'
    case 403:
      return 'The wallet platform does not allow this (HTTP 403)'
    case 404:
      return 'The wallet platform knows nothing under this address (HTTP 404)'
    case 429:
      return 'The wallet platform is asked too often (HTTP 429)'
    default:
      return `The wallet platform refused the request (HTTP ${status})`
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
