import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

/**
 * 413 for a longer body. A declared length is believed without touching the body, since HTTP delivers no more than that;
 * looking at the body would turn a light request into a full one, at half the webhooks per second and with 5 KiB more a stream.
 */
export function limitBody(maxBytes: number, onTooLarge: (c: Context) => void = () => {}): MiddlewareHandler {
  const tooLarge = { error: 'Payload too large' }
  const refuse = (c: Context) => {
    onTooLarge(c)
    return c.json(tooLarge, 413)
  }
  const counted = bodyLimit({ maxSize: maxBytes, onError: refuse })
  const count: MiddlewareHandler = async (c, next) => {
    try {
      return await counted(c, next)
    } catch (error) {
      if (!isCutOff(error)) throw error
      return c.json({ error: 'The body was cut off' }, 400) // read by nobody: the sender has gone, or sent what is no body
    }
  }
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next() // nobody reads what these carry
    const declared = declaredBytes(c)
    if (declared === undefined) return count(c, next)
    return declared > maxBytes ? refuse(c) : next()
  }
}

/** How long the body will be, or undefined where that is not said beforehand. */
export function declaredBytes(c: Context): number | undefined {
  const declared = c.req.header('content-length')
  return declared === undefined || c.req.header('transfer-encoding') !== undefined ? undefined : Number(declared)
}

function isCutOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET'
}

/** The request's body as it came, or null where it was cut off. May be asked for again. */
export async function readBytes(c: Context): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await c.req.arrayBuffer())
  } catch {
    return null
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The request's body as text, or null where it is not UTF-8 or was cut off. */
export async function readText(c: Context): Promise<string | null> {
  try {
    return utf8.decode(await c.req.arrayBuffer())
  } catch {
    return null
  }
}
