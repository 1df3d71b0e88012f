/** What the page shows, as its address holds it. */
export interface QaAddress {
  readonly mode: Mode
  /** The session that is followed, if any. */
  readonly session: string | null
  /** The entry of its timeline that is looked at; null is now. */
  readonly event: string | null
  readonly view: 'chart' | 'table'
}

export const modes = ['follow', 'sandbox', 'coverage', 'tests', 'file'] as const
export type Mode = (typeof modes)[number]

/** Reads an address. What it does not know it takes for the default, so that any link opens something. */
export function readAddress(search: string): QaAddress {
  const given = new URLSearchParams(search)
  return {
    mode: modes.find((mode) => mode === given.get('mode')) ?? 'follow',
    session: given.get('session') || null,
    event: given.get('event') || null,
    view: given.get('view') === 'table' ? 'table' : 'chart',
  }
}

/** The shortest address that `readAddress` reads back the same. */
export function clientIpOf({ mode, session, event, view }: QaAddress): string {
  const parts = new URLSearchParams()
  if (session !== null) parts.set('session', session)
  if (mode !== 'follow') parts.set('mode', mode)
  if (event !== null) parts.set('event', event)
  if (view !== 'chart') parts.set('view', view)
  const search = parts.toString()
  return search === '' ? '/qa' : `/qa?${search}`
}
