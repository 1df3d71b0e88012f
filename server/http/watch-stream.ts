import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Context, Hono } from 'hono'
import { type EventId, readEventId } from '../../shared/event-id.ts'
import { parseJson } from '../../shared/parse-json.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { AppError } from '../errors.ts'
import { getSession } from '../sessions/get-session.ts'
import { type WatchContext, watchSession } from '../sessions/watch-session.ts'
import { streamOptions } from '../trpc/init.ts'
import { ToWatch } from '../trpc/session.ts'

type Env = { Bindings: HttpBindings }

const headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no', // a proxy that collects a stream delivers nothing
  'X-Content-Type-Options': 'nosniff',
}
/** A comment, which no reader sees, after all that counts: what collects a stream by the kilobyte then lets it go on. */
const filler = `:${' '.repeat(2_048)}\n\n`
const connected = `event: connected\ndata: ${JSON.stringify(streamOptions.client)}\n\n\n${filler}`
const ping = 'event: ping\ndata: \n\n\n'
const ended = 'event: return\ndata: \n\n\n'

/** Pings in a row that found a reader's buffers full; two of them are at least 15 seconds. */
const unreadPingsAtMost = 2

/**
 * `session.watch` with the very frames that tRPC writes, each with a filler after it, at a fraction of its memory: no web
 * streams, and one timer pings them all, and cuts those that nobody reads. Whatever is unusual (a batch, a bad input, an
 * unknown session) is left to tRPC.
 */
export function createWatchStream(ctx: WatchContext, pingIntervalMs = streamOptions.ping.intervalMs): Hono<Env> {
  const open = new Map<ServerResponse, { unread: number }>()
  setInterval(() => {
    for (const [response, pings] of open) {
      pings.unread = response.writableNeedDrain ? pings.unread + 1 : 0
      if (pings.unread >= unreadPingsAtMost) response.destroy()
      else if (pings.unread === 0) response.write(ping)
    }
  }, pingIntervalMs).unref()

  return new Hono<Env>().get('/session.watch', async (c, next) => {
    const wanted = c.req.method === 'GET' ? readInput(c) : null // a HEAD comes here too, and has no body to wait for
    if (!wanted || !(await exists(ctx, wanted.sessionId))) return next()
    const { outgoing } = c.env
    if (outgoing.destroyed) return RESPONSE_ALREADY_SENT // gone while the session was looked up: nothing would ever end it
    const gone = new AbortController()
    outgoing.once('close', () => {
      open.delete(outgoing)
      gone.abort()
    })
    outgoing.writeHead(200, headers)
    outgoing.write(connected)
    open.set(outgoing, { unread: 0 })
    void pump(outgoing, watchSession(ctx, wanted, gone.signal), gone.signal)
    return RESPONSE_ALREADY_SENT
  })
}

/** Writes every view; a reader that does not read is waited for, and catches up from the history afterwards. */
async function pump(outgoing: ServerResponse, views: AsyncIterable<SessionView>, gone: AbortSignal): Promise<void> {
  try {
    for await (const view of views) {
      if (outgoing.destroyed) return
      const frame = `data: ${JSON.stringify(view)}\nid: ${view.version}\n\n\n${filler}`
      if (!outgoing.write(frame)) await once(outgoing, 'drain', { signal: gone }).catch(() => undefined)
    }
    outgoing.end(ended)
  } catch {
    outgoing.destroy() // the database is away: the client comes back and resumes
  }
}

/** What a single plain subscription asks for, resuming as tRPC does: by header, by query, or in the input. */
function readInput(c: Context): { sessionId: string; last: EventId | null } | null {
  const { input = '', lastEventId = c.req.header('last-event-id'), batch, connectionParams } = c.req.query()
  if (batch !== undefined || connectionParams !== undefined) return null
  const { data } = ToWatch.safeParse(parseJson(input))
  return data ? { sessionId: data.sessionId, last: readEventId(lastEventId ?? data.lastEventId) } : null
}

async function exists(ctx: WatchContext, sessionId: string): Promise<boolean> {
  try {
    await getSession(ctx, sessionId)
    return true
  } catch (error) {
    if (error instanceof AppError && error.code !== 'DATABASE_UNAVAILABLE') return false
    throw error
  }
}
