import { useEffect, useState } from 'react'
import { type LinkState, type Notice, noticeFor } from './link-state.ts'

/** What to say where the stream is lost, in the words of the page. */
export type NoticeTexts = Readonly<Record<Exclude<Notice, 'none'>, string>>

/** Tells that the page is cut off, and nothing while it is not. */
export function LinkNotice({ link, texts }: { link: LinkState; texts: NoticeTexts }) {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    if (link.since === null) return
    const timer = setInterval(() => setNow(performance.now()), 500)
    return () => clearInterval(timer)
  }, [link.since])
  const notice = noticeFor(link, now)
  return (
    <p className="link-notice" aria-live="polite">
      {notice !== 'none' && texts[notice]}
    </p>
  )
}
