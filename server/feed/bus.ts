import type { Change } from '../sessions/change-set.ts'

/** Tells watchers that a session has changed: a hint, never the truth. It may be lost, repeated or late. */
export interface Bus {
  publish(changes: readonly Change[]): void
  /** Calls `onHint` at every change of the session until the answer is called. */
  subscribe(sessionId: string, onHint: () => void): () => void
}

/** A bus within this process. */
export function createLocalBus(): Bus {
  const listeners = new Map<string, Set<() => void>>()
  return {
    publish(changes) {
      for (const { sessionId } of changes) for (const onHint of listeners.get(sessionId) ?? []) onHint()
    },
    subscribe(sessionId, onHint) {
      const own = listeners.get(sessionId) ?? new Set()
      listeners.set(sessionId, own.add(onHint))
      return () => {
        own.delete(onHint)
        if (own.size === 0) listeners.delete(sessionId)
      }
    },
  }
}
