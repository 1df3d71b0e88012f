import { useCallback, useEffect, useMemo, useState } from 'react'
import { useLocation, useSearch } from 'wouter'

/** What the page shows, as its URL holds it. */
export interface QaSearch {
  readonly mode: Mode
  /** The session that is followed, if any. */
  readonly session: string | null
  /** The session that it is compared with, if any. */
  readonly compare: string | null
  /** The entry of its timeline that is looked at, or the webhook that it is of; null is now. */
  readonly event: string | null
  readonly view: 'chart' | 'table'
  /** Of which sessions coverage tells, as `readSpan` reads it; null is all. */
  readonly span: string | null
  /** What coverage shows of them: how often, or how long. */
  readonly measure: 'counts' | 'time'
}

export const modes = ['follow', 'sandbox', 'coverage', 'tests', 'file'] as const
export type Mode = (typeof modes)[number]

/** Reads a query string. What it does not know it takes for the default, so that any link opens something. */
export function readQaSearch(search: string): QaSearch {
  const given = new URLSearchParams(search)
  return {
    mode: modes.find((mode) => mode === given.get('mode')) ?? 'follow',
    session: given.get('session') || null,
    compare: given.get('compare') || null,
    event: given.get('event') || null,
    view: given.get('view') === 'table' ? 'table' : 'chart',
    span: given.get('span') || null,
    measure: given.get('measure') === 'time' ? 'time' : 'counts',
  }
}

/** The shortest URL that `readQaSearch` reads back the same. */
export function urlOf({ mode, session, compare, event, view, span, measure }: QaSearch): string {
  const parts = new URLSearchParams()
  if (session !== null) parts.set('session', session)
  if (mode !== 'follow') parts.set('mode', mode)
  if (compare !== null) parts.set('compare', compare)
  if (event !== null) parts.set('event', event)
  if (view !== 'chart') parts.set('view', view)
  if (mode === 'coverage' && span !== null) parts.set('span', span)
  if (mode === 'coverage' && measure !== 'counts') parts.set('measure', measure)
  const written = parts.toString() // its size is not known in older browsers
  return written === '' ? '/qa' : `/qa?${written}`
}

type ChangeSearch = (change: Partial<QaSearch>, options?: { replace?: boolean }) => void

/** What each mode of the page gets. */
export interface ModeProps {
  readonly search: QaSearch
  readonly onChange: ChangeSearch
}

/** The page's URL and what changes it. A new session or mode is a step in the browser's history, an entry is not. */
export function useQaSearch(): ModeProps {
  const text = useSearch()
  const search = useMemo(() => readQaSearch(text), [text])
  const [, navigate] = useLocation()
  const onChange = useCallback<ChangeSearch>(
    (part, options = {}) => navigate(urlOf({ ...readQaSearch(window.location.search), ...part }), options),
    [navigate],
  )
  return { search, onChange }
}

/** Browsers refuse too many changes of the URL in a short time, and scrubbing makes many. */
const settledMs = 200

/** The entry that is looked at: at once on the page, and in its URL as soon as it stays. */
export function useLookedAt(event: string | null, onChange: ChangeSearch) {
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
  return [at, look] as const
}
