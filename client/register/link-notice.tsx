import { useEffect, useState } from 'react'
import { type LinkState, type Notice, noticeFor } from '../live/link-state.ts'

const texts = {
  none: null,
  reconnecting: 'Reconnecting…',
  offline: 'You are offline. This page goes on by itself when you are back.',
  polling: 'Reconnecting… Meanwhile, this page asks for news every few seconds.',
} satisfies Record<Notice, string | null>

/** Tells the student when the page itself is cut off, and nothing while it is not. */
export function LinkNotice({ link }: { link: LinkState }) {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    if (link.since === null) return
    const timer = setInterval(() => setNow(performance.now()), 500)
    return () => clearInterval(timer)
  }, [link.since])
  return (
    <p className="link-notice" aria-live="polite">
      {texts[noticeFor(link, now)]}
    </p>
  )
}
