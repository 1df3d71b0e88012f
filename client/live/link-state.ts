/** How the page's stream is doing. `since` is when it was lost, in milliseconds, or null while it is not. */
export interface LinkState {
  readonly phase: 'connecting' | 'live' | 'asking' | 'ended'
  /** Whether the stream has shown that what the server writes comes through at once, and nothing holds it back. */
  readonly isProved: boolean
  readonly failures: number
  readonly offline: boolean
  readonly since: number | null
}

/** What becomes of a stream. `asking`: there is none for this page, which asks for news instead. */
export type StreamEvent =
  | { type: 'connecting'; failures: number }
  | { type: 'live'; isProved: boolean }
  | { type: 'asking' }
  | { type: 'ended' }

export type LinkEvent =
  | Exclude<StreamEvent, { type: 'connecting' }>
  | { type: 'connecting'; at: number; failures: number }
  | { type: 'offline' }
  | { type: 'online'; at: number }

export type Notice = 'none' | 'reconnecting' | 'offline' | 'polling'

const quietMs = 3_000
const failuresUntilTold = 5

export const initialLink: LinkState = {
  phase: 'connecting',
  isProved: false,
  failures: 0,
  offline: false,
  since: null,
}

/** The state of the link after `event`. A stream that opens clears whatever was wrong; that it still is open says nothing. */
export function linkState(link: LinkState, event: LinkEvent): LinkState {
  const { offline } = link
  switch (event.type) {
    case 'connecting': {
      const since = link.since ?? event.at
      return { phase: 'connecting', isProved: false, failures: event.failures, offline, since }
    }
    case 'live':
      if (link.phase === 'live') return link.isProved === event.isProved ? link : { ...link, isProved: event.isProved }
      return { phase: 'live', isProved: event.isProved, failures: 0, offline: false, since: null }
    case 'asking':
      return { phase: 'asking', isProved: false, failures: 0, offline, since: null }
    case 'ended':
      return { phase: 'ended', isProved: false, failures: 0, offline: false, since: null }
    case 'offline':
      return link.phase === 'ended' ? link : { ...link, offline: true }
    case 'online':
      return { ...link, offline: false, since: link.since && event.at }
  }
}

/** How often the page should ask for news by itself, in milliseconds; never where its stream brings them for sure. */
export function pollMs({ phase, isProved }: LinkState): number | false {
  if (phase === 'ended' || (phase === 'live' && isProved)) return false
  return phase === 'asking' ? 2_000 : 4_000
}

/** What to tell the student about the link at `now`, in milliseconds. Nothing while all is well. */
export function noticeFor(link: LinkState, now: number): Notice {
  if (link.phase === 'ended') return 'none'
  if (link.offline) return 'offline'
  if (link.phase === 'connecting' && link.failures >= failuresUntilTold) return 'polling'
  return link.since !== null && now - link.since >= quietMs ? 'reconnecting' : 'none'
}
