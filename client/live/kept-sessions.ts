import { useEffect, useSyncExternalStore } from 'react'
import type { SessionView } from '../../shared/session-view.ts'
import { sessionCalls } from './session-calls.ts'
import { withRetries } from './with-retries.ts'

/** What this page knows of a session. */
export interface Kept {
  readonly view: SessionView | null
  /** Of the last question to the server, where it failed; else null. */
  readonly error: unknown
}

interface Entry {
  kept: Kept
  /** Ends the question that the server has not answered yet. */
  asking: AbortController | null
  readonly listeners: Set<() => void>
}

const nothing: Kept = { view: null, error: null }
const entries = new Map<string, Entry>()

function entryOf(sessionId: string): Entry {
  const entry = entries.get(sessionId) ?? { kept: nothing, asking: null, listeners: new Set() }
  entries.set(sessionId, entry)
  return entry
}

function change(entry: Entry, kept: Kept): void {
  if (entry.kept.view === kept.view && entry.kept.error === kept.error) return
  entry.kept = kept
  for (const tell of entry.listeners) tell()
}

export function heldView(sessionId: string): SessionView | null {
  return entryOf(sessionId).kept.view
}

/** The one entry of a session, whichever way its views come; it is asked for where it is not there. Null is none. */
export function useKept(sessionId: string | null): Kept {
  const kept = useSyncExternalStore(
    (tell) => {
      if (sessionId === null) return () => undefined
      const { listeners } = entryOf(sessionId)
      listeners.add(tell)
      return () => void listeners.delete(tell)
    },
    () => (sessionId === null ? nothing : entryOf(sessionId).kept),
    () => nothing,
  )
  useEffect(() => {
    if (sessionId !== null && heldView(sessionId) === null) ask(sessionId)
  }, [sessionId])
  return kept
}

/**
 * Puts a view that came by any way into the entry. An older one than the one there changes nothing: it may have been overtaken on
 * the way here. But it may also be what the database was restored to, so the server is asked, whose answer then counts.
 */
export function keepView(view: SessionView): SessionView {
  const entry = entryOf(view.sessionId)
  const held = entry.kept.view
  change(entry, { view: newer(held, view), error: null })
  if (held && contradicts(held, view)) askAnew(view.sessionId)
  return view
}

/** Asks the server, unless it is being asked. */
export function ask(sessionId: string): void {
  if (entryOf(sessionId).asking === null) askAnew(sessionId)
}

/** Asks the server, also where an answer is due, which then does not count. */
export function askAnew(sessionId: string): void {
  dropAnswer(sessionId)
  const entry = entryOf(sessionId)
  const asking = new AbortController()
  entry.asking = asking
  if (entry.kept.view === null) change(entry, nothing)
  void withRetries((signal) => askFor(sessionId, signal), asking.signal)
    .then(
      (view) => ({ view: newer(entry.kept.view, view), error: null }),
      (error: unknown) => ({ view: entry.kept.view, error }),
    )
    .then((kept) => {
      if (asking.signal.aborted) return
      entry.asking = null
      change(entry, kept)
    })
}

/** What the server was asked last and has not answered yet does not count. */
export function dropAnswer(sessionId: string): void {
  const entry = entryOf(sessionId)
  entry.asking?.abort()
  entry.asking = null
}

const mostAnswers = 3

/** Of a view that was asked for after another one had come, and that contradicts it: that other one, which a restore has undone. */
const undone = new WeakMap<SessionView, SessionView>()

/**
 * What the server says now. Where that is older than what was held before it was asked, the database was restored: no answer is
 * overtaken by what had come before the question.
 */
async function askFor(sessionId: string, signal: AbortSignal): Promise<SessionView> {
  for (let answers = 1; ; answers++) {
    const before = heldView(sessionId)
    const view = await sessionCalls.get({ sessionId }, signal)
    if (!before || !contradicts(before, view)) return view
    if (heldView(sessionId) === before) undone.set(view, before)
    else if (answers < mostAnswers) continue // what came meanwhile may be of before the restore, or of after it
    return view
  }
}

/** Whether the session cannot have gone from `held` to `view`: it is an older version, or the same one with another history. */
function contradicts(held: SessionView, view: SessionView): boolean {
  return view.version < held.version || (view.version === held.version && view.updatedAt !== held.updatedAt)
}

/**
 * Which of two views of one session to keep: the one with the higher version, and the old one where they are equal, since an
 * answer, a refetch and the stream can overtake each other on the way here. One that is known to undo the old one replaces it.
 */
export function newer(old: SessionView | null, next: SessionView): SessionView {
  if (!old) return next
  return next.version > old.version || undone.get(next) === old ? next : old
}
