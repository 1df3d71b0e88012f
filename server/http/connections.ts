import type { Socket } from 'node:net'
import { createConcurrencyLimit } from '../limits/concurrency-limit.ts'
import type { ConnectionCaps } from './descriptors.ts'

/** An open connection of a client. */
export interface Connection {
  readonly socket: Socket
  /** Opened when there was room for webhooks and health alone. */
  readonly isLate: boolean
}

export interface ConnectionsOptions {
  readonly caps: ConnectionCaps
  /** 0 is no limit. */
  readonly maxPerNetwork: number
  /** Whether the request that this connection is busy with has come as a whole. */
  readonly isComplete: (connection: Connection) => boolean
}

/**
 * All open connections. Where there are nearly as many as may be, the one that has been idle for longest is closed for a new
 * one; of those that are answered none is, and streams can take all but what is reserved.
 */
export function createConnections({ caps, maxPerNetwork, isComplete }: ConnectionsOptions) {
  const open = new Set<Connection>()
  /** Nothing has been asked, or all was answered; the oldest first. */
  const idle = new Set<Connection>()
  const busy = new Set<Connection>()
  const limit = createConcurrencyLimit(maxPerNetwork)
  const reserved = caps.all - caps.ordinary

  const forget = (connection: Connection) => {
    for (const connections of [open, idle, busy]) connections.delete(connection)
  }
  const close = (connection: Connection | undefined): boolean => {
    if (!connection) return false
    forget(connection)
    connection.socket.destroy()
    return true
  }
  const closeOldestIdle = () => {
    const [oldest] = idle
    return close(oldest)
  }
  /** Whose sender is slow. */
  const closeOldestUnfinished = () => close([...busy].find((connection) => !isComplete(connection)))
  /** Those of which there are more, so that neither can keep out the other. */
  const closeOldest = () =>
    busy.size > idle.size ? closeOldestUnfinished() || closeOldestIdle() : closeOldestIdle() || closeOldestUnfinished()

  return {
    /** Takes a new connection in, or answers why not: its network has too many, or all together have. */
    add(socket: Socket): Connection | 'network' | 'all' {
      const { remoteAddress: clientIp = '' } = socket
      if (!limit.take(clientIp)) return 'network'
      socket.once('close', () => limit.release(clientIp))
      if (open.size >= caps.ordinary && idle.size > reserved) closeOldestIdle()
      if (open.size >= caps.all && !closeOldest()) return 'all'
      const connection = { socket, isLate: open.size >= caps.ordinary }
      open.add(connection)
      idle.add(connection)
      socket.once('close', () => forget(connection))
      return connection
    },
    /** Whether there is room for requests of every kind. */
    hasRoom: () => open.size <= caps.ordinary,
    begin(connection: Connection, isStream: boolean): void {
      idle.delete(connection)
      if (!isStream) busy.add(connection)
    },
    end(connection: Connection): void {
      busy.delete(connection)
      if (open.has(connection)) idle.add(connection)
    },
    /** Closes all that nothing is being answered on, and the streams. */
    closeUnanswered(): void {
      for (const connection of open) if (!busy.has(connection)) connection.socket.destroy()
    },
  }
}
