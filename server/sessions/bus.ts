import type { Logger } from 'pino'

/** A session at a version, as the bus tells it. */
export interface SessionChange {
  readonly sessionId: string
  readonly version: number
}

/** Called with the version that a session has reached, or with infinity where some unknown one may have been missed. */
export type OnHint = (version: number) => void

/** Tells watchers that a session has changed: a hint, never the truth. It may be lost, repeated or late. */
export interface Bus {
  /** To be called after every commit of webhooks, also where it changed no session; `hasCommands` where the platform is now to be asked for something. Never throws: a watcher's fault is its own. */
  publish(changes: readonly SessionChange[], hasCommands?: boolean): void
  /** Calls `onHint` at every change of the session until the answer is called. */
  subscribe(sessionId: string, onHint: OnHint): () => void
  /** Calls `onCommit` whenever anything at all was published until the answer is called. */
  subscribeAll(onCommit: () => void): () => void
  /** Calls `onCommands` whenever this process has written down something to ask the platform for, until the answer is called. */
  subscribeToCommands(onCommands: () => void): () => void
  /** Which sessions somebody here watches. */
  watched(): readonly string[]
}

/** A bus within this process. */
export function createLocalBus(log: Logger): Bus {
  const listeners = new Map<string, Set<OnHint>>()
  const listenersToAll = new Set<() => void>()
  const listenersToCommands = new Set<() => void>()
  const guarded = (tell: () => void) => {
    try {
      tell()
    } catch (error) {
      log.error({ err: error }, 'watcher failed')
    }
  }
  return {
    publish(changes, hasCommands = false) {
      if (hasCommands) for (const onCommands of listenersToCommands) guarded(onCommands)
      for (const onCommit of listenersToAll) guarded(onCommit)
      for (const { sessionId, version } of changes) {
        for (const onHint of listeners.get(sessionId) ?? []) guarded(() => onHint(version))
      }
    },
    subscribe(sessionId, onHint) {
      const own = listeners.get(sessionId) ?? new Set()
      listeners.set(sessionId, own.add(onHint))
      return () => {
        own.delete(onHint)
        if (own.size === 0 && listeners.get(sessionId) === own) listeners.delete(sessionId)
      }
    },
    subscribeAll(onCommit) {
      const own = () => onCommit()
      listenersToAll.add(own)
      return () => void listenersToAll.delete(own)
    },
    subscribeToCommands(onCommands) {
      const own = () => onCommands()
      listenersToCommands.add(own)
      return () => void listenersToCommands.delete(own)
    },
    watched: () => [...listeners.keys()],
  }
}
