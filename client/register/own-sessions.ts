import { stored } from '../ui/stored.ts'
import { lastSession } from './session-url.ts'

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

/** From now on the session is this browser's. */
export function makeOwn(sessionId: string): void {
  if (shown.has(sessionId)) return
  shown.add(sessionId)
  for (const list of lists) {
    const others = idsIn(list.read()).filter((id) => id !== sessionId)
    list.keep([...others, sessionId].slice(-most).join(' '))
  }
}

function idsIn(text: string | null): string[] {
  return text?.split(' ') ?? []
}
