import { stored } from '../ui/stored.ts'

const kept = stored('nelfund.session', 'tab')
let current: string | null | undefined // until it was looked up

/**
 * The session this tab is in: a reload and the way back stay in it. Null where it is in none, also where somebody has entered
 * the address of a page anew: it may be the next one at a computer that many share.
 */
export function tabSession(): string | null {
  if (current === undefined) current = isEnteredAnew() ? null : kept.read()
  return current
}

function isEnteredAnew(): boolean {
  const [entry] = performance.getEntriesByType('navigation')
  return entry instanceof PerformanceNavigationTiming && entry.type === 'navigate'
}

/** The unfinished session this browser was last in: offered to whoever comes next, who may be somebody else. */
export const lastSession = stored('nelfund.session')

/** Of a browser that many use in turn, only the latest are kept. */
const most = 50
/** A browser that keeps nothing from visit to visit may still keep something in a tab. */
const lists = [stored('nelfund.sessions'), stored('nelfund.sessions', 'tab')]
const shown = new Set<string>()

/** Whether this browser began the session, or its student has said to go on with it. */
export function isOwn(sessionId: string): boolean {
  if (shown.has(sessionId) || lastSession.read() === sessionId) return true
  return lists.some((list) => idsIn(list.read()).includes(sessionId))
}

/** From now on this tab is in the session, which is this browser's. */
export function enter(sessionId: string): void {
  shown.add(sessionId)
  current = sessionId
  kept.keep(sessionId)
  lastSession.keep(sessionId)
  for (const list of lists) write(list, [...without(list, sessionId), sessionId])
}

/** From now on this tab is in no session, and a later visit is not led to the one it was in. */
export function leave(): void {
  const left = tabSession()
  current = null
  kept.forget()
  if (lastSession.read() === left) lastSession.forget()
}

/** What is over leaves nothing behind: only its address still leads to it. */
export function forget(sessionId: string): void {
  if (tabSession() === sessionId) leave()
  if (lastSession.read() === sessionId) lastSession.forget()
  for (const list of lists) write(list, without(list, sessionId))
}

type List = ReturnType<typeof stored>

function write(list: List, ids: readonly string[]): void {
  const text = ids.slice(-most).join(' ')
  if (text === (list.read() ?? '')) return
  if (text === '') list.forget()
  else list.keep(text)
}

function without(list: List, sessionId: string): string[] {
  return idsIn(list.read()).filter((id) => id !== sessionId)
}

function idsIn(text: string | null): string[] {
  return text?.split(' ') ?? []
}
