import type { Context } from 'hono'
import { parseJson } from '../../shared/parse-json.ts'
import { PlatformError } from './platform-error.ts'

/** What the platform wraps its answers in: `{statusCode, message, data}`. */
export const ok = (c: Context, message: string, data: unknown) => c.json({ statusCode: 200, message, data })
export const created = (c: Context, message: string, data: unknown) => c.json({ statusCode: 201, message, data }, 201)

/** The request's JSON, an empty object where there is no body. @throws PlatformError 400 where it is no JSON. */
export async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text()
  if (text === '') return {}
  const json = parseJson(text)
  if (json === undefined) throw new PlatformError(400, 'Unexpected token in JSON')
  return json
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** `id`, where it is a UUID. @throws PlatformError 400 with `message` */
export function uuidOf(id: string, message: string): string {
  if (!uuid.test(id)) throw new PlatformError(400, message)
  return id
}
