import { useSyncExternalStore } from 'react'

const phone = window.matchMedia('(max-width: 640px)')

function onChange(tell: () => void): () => void {
  phone.addEventListener('change', tell)
  return () => phone.removeEventListener('change', tell)
}

/** Whether the window is as narrow as a phone's: rows have two lines then. */
export function usePhone(): boolean {
  return useSyncExternalStore(onChange, () => phone.matches)
}
