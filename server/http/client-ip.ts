import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

export type ClientIpOf = (c: Context) => string

/**
 * The address that a request came from. Behind a trusted proxy that is the last entry of
 * `X-Forwarded-For`, the one the proxy itself added: all before it is the sender's own word.
 */
export function createClientIpOf(trustProxy: boolean): ClientIpOf {
  return (c) => {
    const forwarded = trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
    return forwarded || getConnInfo(c).remote.address || 'unknown'
  }
}
