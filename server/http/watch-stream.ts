import type { ServerResponse } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Context, Hono } from 'hono'
import { AppError } from '../errors.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { readVersion, ToWatch } from '../trpc/session.ts'
import { streamOptions } from '../trpc/stream-options.ts'
import type { AddressOf } from './client-address.ts'
import { createHolds } from './holds.ts'

type Env = { Bindings: HttpBindings }

const headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no', // a proxy that collects a stream delivers nothing
  'X-Content-Type-Options': 'nosniff',
}
const connected = `event: connected\ndata: ${JSON.stringify(streamOptions.client)}\n\n\n`
const ping = 'event: ping\ndata: \n\n\n'
const ended = 'event: return\ndata: \n\n\n'

const retryAfterSeconds = '30'

export interface WatchStreamDeps {
  readonly sessions: Sessions
  readonly addressOf: AddressOf
  /** 0 is no limit. */
  readonly maxStreamsPerAddress: number
  /** Counts the streams that are open. */
  readonly streams: { inc(): void; dec(): void }
}

/**
 * `session.watch` with the very frames that tRPC writes, at a fraction of its memory: no web streams, and one timer
 * pings them all. Whatever is unusual (a batch, a bad input, an unknown session) is left to tRPC.
 */
export function createWatchStream({ sessions, addressOf, maxStreamsPerAddress, streams }: WatchStreamDeps): Hono<Env> {
  const holds = createHolds(maxStreamsPerAddress)
  const open = new Set<ServerResponse>()
  setInterval(() => {
    for (const response of open) response.write(ping)
  }, streamOptions.ping.intervalMs).unref()

  return new Hono<Env>().get('/session.watch', async (c, next) => {
    const wanted = readInput(c)
    if (!wanted || !(await exists(sessions, wanted.sessionId))) return next()
    const address = addressOf(c)
    if (!holds.take(address)) {
      return c.json({ error: 'Too many streams from this address' }, 429, { 'Retry-After': retryAfterSeconds })
    }
    const { outgoing } = c.env
    const gone = new AbortController()
    outgoing.once('close', () => {
      open.delete(outgoing)
      streams.dec()
      holds.release(address)
      gone.abort()
    })
    outgoing.writeHead(200, headers)
    outgoing.write(connected)
    open.add(outgoing)
    streams.inc()
    void pump(outgoing, sessions.watch(wanted.sessionId, wanted.lastVersion, gone.signal))
    return RESPONSE_ALREADY_SENT
  })
}

/** Writes every view; a reader that does not read is waited for, and catches up from the history afterwards. */
async function pump(outgoing: ServerResponse, views: ReturnType<Sessions['watch']>): Promise<void> {
  try {
    for await (const view of views) {
      const frame = `data: ${JSON.stringify(view)}\nid: ${view.version}\n\n\n`
      if (!outgoing.write(frame)) await drained(outgoing)
    }
    outgoing.end(ended)
  } catch {
    outgoing.destroy() // the database is away: the client comes back and resumes
  }
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (outgoing.destroyed) return resolve()
    const settle = () => {
      outgoing.off('drain', settle).off('close', settle)
      resolve()
    }
    outgoing.on('drain', settle).on('close', settle)
  })
}

/** What a single plain subscription asks for, resuming as tRPC does: by header, by query, or in the input. */
function readInput(c: Context): { sessionId: string; lastVersion: number | null } | null {
  const { input = '', lastEventId = c.req.header('last-event-id'), batch, connectionParams } = c.req.query()
  if (batch !== undefined || connectionParams !== undefined) return null
  const { data } = ToWatch.safeParse(parseJson(input))
  return data ? { sessionId: data.sessionId, lastVersion: readVersion(lastEventId ?? data.lastEventId) } : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function exists(sessions: Sessions, sessionId: string): Promise<boolean> {
  try {
    await sessions.get(sessionId)
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}
