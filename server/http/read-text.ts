import type { Context } from 'hono'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The request's body as text, or null where it is not UTF-8 or was cut off. */
export async function readText(c: Context): Promise<string | null> {
  try {
    return utf8.decode(await c.req.arrayBuffer())
  } catch {
    return null
  }
}
