import { useEffect, useRef } from 'react'

const typed = 'input:not([type="range"]), textarea, select, [contenteditable]'

/** Listens to keys wherever the focus is, but where somebody types. `act` tells whether the key meant something. */
export function useKeys(act: (key: string) => boolean): void {
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    const stop = new AbortController()
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.repeat) return
      if (event.target instanceof Element && event.target.closest(typed)) return
      if (latest.current(event.key)) event.preventDefault()
    }
    window.addEventListener('keydown', onKey, { signal: stop.signal })
    return () => stop.abort()
  }, [])
}
