import type { IncomingMessage } from 'node:http'
import { readEventId } from '../../shared/event-id.ts'
import { parseJson } from '../../shared/parse-json.ts'
import type { ToFollow } from '../sessions/session-watch.ts'
import { ToWatch } from '../trpc/session.ts'
import { plainWatch } from './called-streams.ts'

/** The input as our own client writes it, before it was encoded. */
const plainInput =
  /^\{"sessionId":"([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"(?:,"lastEventId":(?:"([\w-]{1,40})"|null))?\}$/

/**
 * What a single plain subscription of `session.watch` asks for, resuming as tRPC does: by header, by query, or in the input.
 * Null for everything else: another procedure, a batch, a bad input, a HEAD, which has no body to wait for.
 */
export function readWatchRequest(request: IncomingMessage): ToFollow | null {
  const { method, url = '' } = request
  if (method !== 'GET' || !url.startsWith(plainWatch)) return null
  const query = new URLSearchParams(url.slice(plainWatch.length))
  if (query.has('batch') || query.has('connectionParams')) return null
  const input = readInput(query.get('input') ?? '')
  if (!input) return null
  const given = request.headers['last-event-id']
  return {
    sessionId: input.sessionId,
    last: readEventId(query.get('lastEventId') ?? (typeof given === 'string' ? given : undefined) ?? input.lastEventId),
  }
}

function readInput(text: string): { sessionId: string; lastEventId?: string | null | undefined } | null {
  const [, sessionId, lastEventId] = plainInput.exec(text) ?? []
  if (sessionId !== undefined) return { sessionId, lastEventId }
  return ToWatch.safeParse(parseJson(text)).data ?? null
}
