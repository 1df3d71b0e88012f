import { TRPCClientError } from '@trpc/client'

/** How the page's stream is doing. `since` is when it was lost, in milliseconds, or null while it is not. */
export interface LinkState {
  readonly phase: 'connecting' | 'live' | 'crowded' | 'ended'
  readonly failures: number
  readonly offline: boolean
  readonly since: number | null
}

/** What becomes of a stream. `crowded`: this browser holds as many streams as it should; there is none for this one. */
export type StreamEvent =
  | { type: 'connecting'; failures: number }
  | { type: 'live' }
  | { type: 'crowded' }
  | { type: 'ended' }

export type LinkEvent =
  | Exclude<StreamEvent, { type: 'connecting' }>
  | { type: 'connecting'; at: number; failures: number }
  | { type: 'offline' }
  | { type: 'online'; at: number }

export type Notice = 'none' | 'reconnecting' | 'offline' | 'polling'

const quietMs = 3_000
const failuresUntilPolling = 5

export const initialLink: LinkState = { phase: 'connecting', failures: 0, offline: false, since: null }

/** The state of the link after `event`. A stream that opens clears whatever was wrong; that it still is open says nothing. */
export function linkState(link: LinkState, event: LinkEvent): LinkState {
  switch (event.type) {
    case 'connecting':
      return { ...link, phase: 'connecting', failures: event.failures, since: link.since ?? event.at }
    case 'live':
      return link.phase === 'live' ? link : { phase: 'live', failures: 0, offline: false, since: null }
    case 'crowded':
      return { phase: 'crowded', failures: 0, offline: link.offline, since: null }
    case 'ended':
      return { phase: 'ended', failures: 0, offline: false, since: null }
    case 'offline':
      return link.phase === 'ended' ? link : { ...link, offline: true }
    case 'online':
      return { ...link, offline: false, since: link.since && event.at }
  }
}

/** What a subscription's connection state says, as `reconnectLink` tells it. */
export function toStreamEvent({ state, error }: { state: string; error: unknown }): StreamEvent {
  if (state === 'pending') return { type: 'live' }
  const meta = error instanceof TRPCClientError ? error.meta : {}
  return meta?.crowded ? { type: 'crowded' } : { type: 'connecting', failures: Number(meta?.failures ?? 0) }
}

/** Whether the stream cannot be held, so that the page should ask for news by itself. */
export function isPolling(link: LinkState): boolean {
  return link.phase === 'crowded' || (link.phase === 'connecting' && link.failures >= failuresUntilPolling)
}

/** What to tell the student about the link at `now`, in milliseconds. Nothing while all is well. */
export function noticeFor(link: LinkState, now: number): Notice {
  if (link.phase === 'ended') return 'none'
  if (link.offline) return 'offline'
  if (link.phase !== 'crowded' && isPolling(link)) return 'polling'
  return link.since !== null && now - link.since >= quietMs ? 'reconnecting' : 'none'
}
