import { useEffect, useRef } from 'react'

export type Keys = Readonly<Record<string, () => void>>

const storageKey = 'nelfund.console.keys'

/** Whether single keys do something. They can be turned off, since they get in the way of speech input. */
export function areKeysOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off'
  } catch {
    return true
  }
}

/** Turns single keys on or off for this browser. */
export function setKeysOn(on: boolean): void {
  try {
    localStorage.setItem(storageKey, on ? 'on' : 'off')
  } catch {
    // A browser that keeps nothing keeps the keys on.
  }
}

/** Calls the function of a key that is pressed anywhere but in a field. */
export function useKeys(keys: Keys): void {
  const current = useRef(keys)
  useEffect(() => {
    current.current = keys
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = current.current[event.key]
      if (!action || event.ctrlKey || event.metaKey || event.altKey || isField(event.target) || !areKeysOn()) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input:not([type=checkbox]), select, textarea')
}
