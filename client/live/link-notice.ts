import { useCallback, useEffect, useReducer, useState } from 'react'
import { initialLink, type LinkState, linkState, type Notice, noticeFor, type StreamEvent } from './link-state.ts'

/** The link of a page whose stream tells `tell` how it does; the browser tells whether the device is offline. */
export function useLink(): [LinkState, (event: StreamEvent) => void] {
  const [link, dispatch] = useReducer(linkState, initialLink)
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    const offline = () => dispatch({ type: 'offline' })
    const online = () => dispatch({ type: 'online', at: performance.now() })
    window.addEventListener('offline', offline, { signal })
    window.addEventListener('online', online, { signal })
    if (!navigator.onLine) offline()
    return () => stop.abort()
  }, [])
  const tell = useCallback(
    (event: StreamEvent) => dispatch(event.type === 'connecting' ? { ...event, at: performance.now() } : event),
    [],
  )
  return [link, tell]
}

/** What is to be told of the connection now: what is over in a moment is not. */
export function useNotice(link: LinkState): Notice {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    if (link.since === null) return
    const timer = setInterval(() => setNow(performance.now()), 500)
    return () => clearInterval(timer)
  }, [link.since])
  return noticeFor(link, now)
}
