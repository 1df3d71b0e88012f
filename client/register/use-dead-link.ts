import { useEffect, useRef, useState } from 'react'

const patienceMs = 2_500

export interface DeadLink {
  readonly isDead: boolean
  /** To be called when the link is pressed. */
  readonly followed: () => void
}

/**
 * Whether the link to an app of that `name` came to nothing: the page was to be seen all the while after it was followed. No
 * browser tells; one that opens an app hides the page. Once found dead, it stays so.
 */
export function useDeadLink(name: string | null): DeadLink {
  const [dead, setDead] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => {
    const opened = () => {
      if (document.visibilityState === 'hidden') clearTimeout(timer.current)
    }
    document.addEventListener('visibilitychange', opened)
    return () => {
      document.removeEventListener('visibilitychange', opened)
      clearTimeout(timer.current)
    }
  }, [])

  const followed = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setDead(name), patienceMs)
  }
  return { isDead: dead !== null && dead === name, followed }
}
