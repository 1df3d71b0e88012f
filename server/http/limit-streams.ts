import type { HttpBindings } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'
import type { AddressOf } from './client-address.ts'
import { createHolds } from './holds.ts'
import { procedureNames } from './procedure-names.ts'

export interface LimitStreamsDeps {
  readonly addressOf: AddressOf
  /** 0 is no limit. */
  readonly maxStreamsPerAddress: number
  /** Counts the streams that are open. */
  readonly streams: { inc(): void; dec(): void }
}

const stream = /\.watch/i
const retryAfterSeconds = '30'

/** 429 for one stream too many of an address, in whatever way it is asked for. */
export function limitStreams({
  addressOf,
  maxStreamsPerAddress,
  streams,
}: LimitStreamsDeps): MiddlewareHandler<{ Bindings: HttpBindings }> {
  const holds = createHolds(maxStreamsPerAddress)
  return async (c, next) => {
    if (!procedureNames(c.req.path).some((name) => stream.test(name))) return next()
    const address = addressOf(c)
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
