import { useEffect, useState } from 'react'
import { type LinkState, type Notice, noticeFor } from '../live/link-state.ts'

const texts = {
  none: null,
  reconnecting: 'Reconnecting… The figures below may be out of date.',
  offline: 'You are offline. The figures below are the last ones that came.',
  polling: 'Reconnecting… Meanwhile, this page asks for news every few seconds.',
} satisfies Record<Notice, string | null>

/** Tells the operator when what is shown is no longer live, and nothing while it is. */
export function LinkNotice({ link }: { link: LinkState }) {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    if (link.since === null) return
    const timer = setInterval(() => setNow(performance.now()), 500)
    return () => clearInterval(timer)
  }, [link.since])
  return (
    <p className="console-notice" aria-live="polite">
      {texts[noticeFor(link, now)]}
    </p>
  )
}
