import { useEffect, useRef, useState } from 'react'
import { useNotice } from '../live/link-notice.ts'
import type { LinkState } from '../live/link-state.ts'
import { say, useWords } from '../ui/messages.ts'

const leastMs = 1_000

/** What is told of the page's own connection. It lies over the step line, so that nothing moves, and never only flickers. */
export function Strip({ link }: { link: LinkState }) {
  const { frame } = useWords()
  const notice = useHeld(useNotice(link))
  return (
    <p className="strip" aria-live="polite">
      {notice !== 'none' && say(frame[notice])}
    </p>
  )
}

/** `value`, where what it was before has been shown for long enough. */
function useHeld<Value>(value: Value): Value {
  const [shown, setShown] = useState(value)
  const since = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    if (value === shown) return
    const change = () => {
      since.current = performance.now()
      setShown(value)
    }
    const timer = setTimeout(change, Math.max(0, since.current + leastMs - performance.now()))
    return () => clearTimeout(timer)
  }, [value, shown])
  return shown
}
