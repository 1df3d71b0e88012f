import { useNotice } from '../../live/link-notice.ts'
import type { LinkState } from '../../live/link-state.ts'

/** Whether what is shown follows what happens. */
export type Live = 'live' | 'paused' | 'reconnecting' | 'offline' | 'polling'

/** What the stream allows, and whether the list follows it. */
export function useLive(link: LinkState, isPaused: boolean): Live {
  const notice = useNotice(link)
  if (notice !== 'none') return notice
  return isPaused ? 'paused' : 'live'
}
