import type { Context } from 'hono'
import type { z } from 'zod'
import { AppError } from '../errors.ts'

/** The request's JSON in the shape of `schema`. @throws AppError `BAD_REQUEST` where it is not, naming the first misfit. */
export async function readBody<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const json: unknown = await c.req.json().catch(() => {
    throw new AppError('BAD_REQUEST', 'Invalid JSON')
  })
  const { data, error } = schema.safeParse(json)
  if (!error) return data
  const misfit = error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)[0]
  throw new AppError('BAD_REQUEST', misfit ?? 'Invalid body')
}
