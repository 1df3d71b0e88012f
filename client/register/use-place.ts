import { useEffect, useState } from 'react'
import type { LiveSession } from '../live/use-live-session.ts'
import { type Page, pageOf, placeFor } from './place.ts'

/** Long enough to read that the step is done; a student who does not want to wait can continue at once. */
const readingMs = 2_000

/** The page to show to a student who opened `asked`. One that is done with before their eyes stays a moment. */
export function usePlace(asked: Page, session: LiveSession): Page {
  const place = placeFor(asked, session)
  const current = session.state === 'known' ? pageOf(session.view) : null
  const [seen, setSeen] = useState(current)

  useEffect(() => {
    const isWatched = seen !== null && current !== null
    const timer = setTimeout(() => setSeen(current), isWatched ? readingMs : 0)
    return () => clearTimeout(timer)
  }, [current, seen])

  return seen === asked && current !== null ? asked : place
}
