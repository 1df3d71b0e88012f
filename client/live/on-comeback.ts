/**
 * Calls `resync` whenever the page may have missed something, since it came back from the wallet app, from sleep, or
 * from no network, until the function it returns is called.
 */
export function onComeback(resync: () => void): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const pageshow = ({ persisted }: PageTransitionEvent) => {
    if (persisted) resync()
  }
  const visible = () => {
    if (document.visibilityState === 'visible') resync()
  }
  window.addEventListener('online', resync, { signal })
  window.addEventListener('pageshow', pageshow, { signal })
  document.addEventListener('visibilitychange', visible, { signal })
  return () => stop.abort()
}
