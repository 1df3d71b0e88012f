import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import { createConcurrencyLimit } from '../limits/concurrency-limit.ts'
import { calledStreams } from './called-streams.ts'
import type { ClientIpOf } from './client-ip.ts'
import { toVisitor, type VisitorDeps } from './operator-session.ts'

export interface LimitStreamsDeps {
  readonly clientIpOf: ClientIpOf
  readonly openStreams: OpenStreams
}

/** The streams that are open. */
export interface OpenStreams {
  /** Counts one more of a client IP and answers true, or answers false where it has as many as may be. */
  take(clientIp: string): boolean
  release(clientIp: string): void
}

/** At most `maxPerAddress` of a client's network, 0 is no limit; `gauge` counts them all. */
export function createOpenStreams(maxPerAddress: number, gauge: { inc(): void; dec(): void }): OpenStreams {
  const limit = createConcurrencyLimit(maxPerAddress)
  return {
    take(clientIp) {
      const isTaken = limit.take(clientIp)
      if (isTaken) gauge.inc()
      return isTaken
    },
    release(clientIp) {
      gauge.dec()
      limit.release(clientIp)
    },
  }
}

const retryAfterSeconds = '30'

/** 429 for one stream too many of a client IP, in whatever way it is asked for. */
export function limitStreams(deps: LimitStreamsDeps): MiddlewareHandler<{ Bindings: HttpBindings }> {
  const { clientIpOf, openStreams } = deps
  return async (c, next) => {
    if (streamsOf(c).length === 0) return next()
    const clientIp = clientIpOf(c)
    if (!openStreams.take(clientIp)) {
      return c.json({ error: 'Too many streams from this address' }, 429, { 'Retry-After': retryAfterSeconds })
    }
    c.env.outgoing.once('close', () => openStreams.release(clientIp))
    return next()
  }
}

/**
 * Stands before tRPC, where a stream's error is an HTTP 200: 401 to whoever asks for an operator's stream and is none,
 * and the end of it when the browser is signed out.
 */
export function guardStreams(deps: VisitorDeps): MiddlewareHandler {
  return async (c, next) => {
    if (!streamsOf(c).some(({ meta }) => meta?.forOperators === true)) return next()
    const operator = await toVisitor(deps, c, new Headers()).operator()
    if (!operator) return c.json({ error: 'Unauthorized' }, 401)
    await next()
    const { body } = c.res
    if (!body) return
    const ended = new AbortController()
    const signal = deps.access.untilSignedOut(operator, ended.signal)
    c.res = new Response(cutAt(body, signal, ended), c.res)
  }
}

/** The same body until `signal` aborts; then it ends and its source is told. `ended` is told when it is over. */
function cutAt(body: ReadableStream<Uint8Array>, signal: AbortSignal, ended: AbortController): ReadableStream {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  body
    .pipeTo(writable, { signal, preventAbort: true })
    .catch(() => writable.close()) // signed out
    .catch(() => undefined) // or the reader has gone
    .finally(() => ended.abort())
  return readable
}

function streamsOf(c: Context) {
  return calledStreams(new URL(c.req.url).pathname)
}
