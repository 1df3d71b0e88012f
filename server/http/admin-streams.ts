import type { MiddlewareHandler } from 'hono'
import { toVisitor, type VisitorDeps } from './admin-visitor.ts'
import { procedureNames } from './procedure-names.ts'

const operatorsStream = /^(admin|qa)\.watch/i

/**
 * Stands before tRPC, where a stream's error is an HTTP 200: 401 to whoever asks for an operator's stream and is none,
 * and the end of it when the browser is signed out.
 */
export function guardStreams(deps: VisitorDeps): MiddlewareHandler {
  return async (c, next) => {
    if (!procedureNames(c.req.path).some((name) => operatorsStream.test(name))) return next()
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
