interface Listeners {
  offline(): void
  online(): void
  /** The page may have missed something: it came back from the wallet app, from sleep, or from no network. */
  resync(): void
}

/** Calls `listeners` until the function it returns is called. Tells at once where the device is offline now. */
export function onComeback(listeners: Listeners): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const online = () => {
    listeners.online()
    listeners.resync()
  }
  const pageshow = ({ persisted }: PageTransitionEvent) => {
    if (persisted) listeners.resync()
  }
  const visible = () => {
    if (document.visibilityState === 'visible') listeners.resync()
  }
  window.addEventListener('offline', listeners.offline, { signal })
  window.addEventListener('online', online, { signal })
  window.addEventListener('pageshow', pageshow, { signal })
  document.addEventListener('visibilitychange', visible, { signal })
  if (!navigator.onLine) listeners.offline()
  return () => stop.abort()
}
