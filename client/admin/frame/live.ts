import { useEffect, useState } from 'react'
import { type LinkState, noticeFor } from '../../live/link-state.ts'

/** Whether what is shown follows what happens. */
export type Live = 'live' | 'paused' | 'reconnecting' | 'offline' | 'polling'

/** What the stream allows, and whether the list follows it. */
export function useLive(link: LinkState, isPaused: boolean): Live {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    if (link.since === null) return
    const timer = setInterval(() => setNow(performance.now()), 500)
    return () => clearInterval(timer)
  }, [link.since])
  const notice = noticeFor(link, now)
  if (notice !== 'none') return notice
  return isPaused ? 'paused' : 'live'
}
