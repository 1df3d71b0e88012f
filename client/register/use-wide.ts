import { useSyncExternalStore } from 'react'

const wide = '(min-width: 48rem)'

/** Whether there is room beside things: most likely no phone. */
export function useWide(): boolean {
  return useSyncExternalStore(watchWidth, () => window.matchMedia(wide).matches, isWideAtFirst)
}

/** Where a page is made before there is a screen. */
function isWideAtFirst() {
  return false
}

function watchWidth(onChange: () => void): () => void {
  const list = window.matchMedia(wide)
  list.addEventListener('change', onChange)
  return () => list.removeEventListener('change', onChange)
}
