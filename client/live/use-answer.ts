import { useEffect, useState } from 'react'
import { withRetries } from './with-retries.ts'

/**
 * What `ask` answers for `key`, null until then; asked again when the key is another one, and every `everyMs` milliseconds
 * where that is given and the page is looked at. A null key asks for nothing.
 */
export function useAnswer<Answer>(
  key: string | null,
  ask: (key: string, signal: AbortSignal) => Promise<Answer>,
  everyMs?: number,
): Answer | null {
  const [told, setTold] = useState<{ key: string; answer: Answer } | null>(null)
  useEffect(() => {
    if (key === null) return
    const stop = new AbortController()
    const { signal } = stop
    let isAsking = false
    async function look(asked: string) {
      if (isAsking) return
      isAsking = true
      try {
        const answer = await withRetries((each) => ask(asked, each), signal)
        if (!signal.aborted) setTold({ key: asked, answer })
      } catch {
        // what is not known is not shown
      } finally {
        isAsking = false
      }
    }
    void look(key)
    const timer = everyMs && setInterval(() => document.visibilityState === 'visible' && void look(key), everyMs)
    return () => {
      stop.abort()
      clearInterval(timer)
    }
  }, [key, ask, everyMs])
  return told !== null && told.key === key ? told.answer : null
}
