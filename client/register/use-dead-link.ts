import { useEffect, useRef, useState } from 'react'

const patienceMs = 2_500

/**
 * Whether a link to an app came to nothing: the page was to be seen all the while after it was `followed`. No browser
 * tells; one that opens an app hides the page. Once found dead, it stays so.
 */
export function useDeadLink(): { isDead: boolean; followed: () => void } {
  const [isDead, setDead] = useState(false)
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
    timer.current = setTimeout(() => setDead(true), patienceMs)
  }
  return { isDead, followed }
}
