import { useEffect, useState } from 'react'
import type { ChangeAddress } from './use-address.ts'

/** Browsers refuse too many changes of the address in a short time, and scrubbing makes many. */
const settledMs = 200

/** The entry that is looked at: at once on the page, and in its address as soon as it stays. */
export function useLookedAt(
  event: string | null,
  onChange: ChangeAddress,
): [string | null, (id: string | null) => void] {
  const [at, look] = useState(event)
  const [told, setTold] = useState(event)
  if (event !== told) {
    setTold(event) // the browser went back or forward, or a link was opened
    look(event)
  }
  useEffect(() => {
    if (at === told) return
    const timer = setTimeout(() => {
      setTold(at)
      onChange({ event: at }, { replace: true })
    }, settledMs)
    return () => clearTimeout(timer)
  }, [at, told, onChange])
  return [at, look]
}
