import type { IncomingMessage, RequestListener } from 'node:http'
import { createGiveBack } from '../give-back.ts'
import type { WatchContext } from '../sessions/session-watch.ts'
import { streamOptions } from '../trpc/init.ts'
import type { ClientIpOfMessage } from './client-ip.ts'
import { createOpeningQueue } from './opening-queue.ts'
import type { OwnHost } from './own-host.ts'
import { createPings } from './pings.ts'
import { isFromUs } from './same-origin.ts'
import type { OpenStreams } from './stream-guards.ts'
import { readWatchRequest } from './watch-request.ts'
import { WatchStream } from './watch-stream.ts'

export interface WatchDoorDeps {
  readonly ctx: WatchContext
  readonly ownHost: OwnHost
  readonly clientIpOf: ClientIpOfMessage
  readonly openStreams: OpenStreams
  readonly pingIntervalMs?: number
}

/**
 * Stands before `routes` and answers `session.watch` itself, at a fraction of the memory and time that a route and tRPC's own
 * stream take. Whatever is unusual (a batch, a bad input, an unknown session) or to be refused (another host's or
 * site's, one stream too many, a database that is away) is left to the routes.
 */
export function createWatchDoor(deps: WatchDoorDeps, routes: RequestListener): RequestListener {
  const { ctx, ownHost, clientIpOf, openStreams, pingIntervalMs = streamOptions.ping.intervalMs } = deps
  const openings = createOpeningQueue()
  const pings = createPings(pingIntervalMs)
  const giveBack = createGiveBack()
  const events = {
    opened: pings.add,
    closed: (stream: WatchStream) => {
      pings.delete(stream)
      openStreams.release(stream.asked.clientIp)
      giveBack.streamEnded()
    },
    declined: ({ asked: { request, response } }: WatchStream) => routes(request, response),
  }
  const isOurs = ({ headers }: IncomingMessage) => {
    const host = ownHost.find(headers.host ?? '')
    return host !== null && isFromUs(ownHost, host, { site: headers['sec-fetch-site'], origin: headers.origin })
  }
  return (request, response) => {
    const wanted = readWatchRequest(request)
    if (!wanted || !isOurs(request)) return routes(request, response)
    const clientIp = clientIpOf(request)
    if (!openStreams.take(clientIp)) return routes(request, response)
    openings.add(new WatchStream(ctx, wanted, { request, response, clientIp }, events))
  }
}
