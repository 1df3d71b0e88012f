import { randomUUID } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'
import { withoutIds } from '../logged-error.ts'

const header = 'X-Request-Id'
const wellFormed = /^[\w.-]{1,64}$/

const ids = new WeakMap<Request, string>()

/** The request's id: the sender's, where it sent a well-formed one, else a new one. The same however often it is asked for. */
export function requestIdOf(c: Context): string {
  const known = ids.get(c.req.raw)
  if (known !== undefined) return known
  const given = c.req.header(header)
  const id = given !== undefined && wellFormed.test(given) ? given : randomUUID()
  ids.set(c.req.raw, id)
  return id
}

/** Tells the sender the request's id, under which the log has it too; answers it. */
export function nameRequest(c: Context): string {
  const requestId = requestIdOf(c)
  c.header(header, requestId)
  return requestId
}

/** The path as the log may have it: who knows the id of an invitation could take it, and that of a session watch it. */
export function loggedPath(path: string): string {
  return withoutIds(path.replace(/^\/+i\/.*/, '/i/…'))
}

/** Answers every request with its id, and logs it without its query, in which sessions are named. */
export function logRequests(log: Logger): MiddlewareHandler {
  return async (c, next) => {
    const startedMs = performance.now()
    const requestId = requestIdOf(c)
    await next()
    c.res.headers.set(header, requestId)
    const durationMs = Math.round(performance.now() - startedMs)
    const path = loggedPath(c.req.path)
    log.debug({ requestId, method: c.req.method, path, status: c.res.status, durationMs }, 'request')
  }
}
