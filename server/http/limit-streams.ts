import type { HttpBindings } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'
import { createConcurrencyLimit } from '../limits/concurrency-limit.ts'
import type { ClientIpOf } from './client-ip.ts'
import { procedureNames } from './procedure-names.ts'

export interface LimitStreamsDeps {
  readonly clientIpOf: ClientIpOf
  /** 0 is no limit. */
  readonly maxStreamsPerAddress: number
  /** Counts the streams that are open. */
  readonly streams: { inc(): void; dec(): void }
}

const stream = /\.watch/i
const retryAfterSeconds = '30'

/** 429 for one stream too many of an address, in whatever way it is asked for. */
export function limitStreams({
  clientIpOf,
  maxStreamsPerAddress,
  streams,
}: LimitStreamsDeps): MiddlewareHandler<{ Bindings: HttpBindings }> {
  const holds = createConcurrencyLimit(maxStreamsPerAddress)
  return async (c, next) => {
    if (!procedureNames(c.req.path).some((name) => stream.test(name))) return next()
    const address = clientIpOf(c)
    if (!holds.take(address)) {
      return c.json({ error: 'Too many streams from this address' }, 429, { 'Retry-After': retryAfterSeconds })
    }
    streams.inc()
    c.env.outgoing.once('close', () => {
      streams.dec()
      holds.release(address)
    })
    return next()
  }
}
