import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

/**
 * 413 for a longer body. A declared length is believed without touching the body, since HTTP delivers no more than that;
 * looking at the body would turn a light request into a full one, at half the webhooks per second.
 */
export function limitBody(maxBytes: number, onTooLarge: (c: Context) => void = () => {}): MiddlewareHandler {
  const tooLarge = { error: 'Payload too large' }
  const refuse = (c: Context) => {
    onTooLarge(c)
    return c.json(tooLarge, 413)
  }
  const counted = bodyLimit({ maxSize: maxBytes, onError: refuse })
  return async (c, next) => {
    const declared = c.req.header('content-length')
    if (declared === undefined || c.req.header('transfer-encoding') !== undefined) return counted(c, next)
    return Number(declared) > maxBytes ? refuse(c) : next()
  }
}
