import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

interface Turn {
  /** Whether one of those that have been asked does not end by itself. */
  hasStream: boolean
  readonly waiting: { readonly response: ServerResponse; readonly serve: () => void }[]
}

/** Requests that a client may send ahead on one connection. */
const waitingAtMost = 64
/** And so many where those of all connections together are many already. */
const fewAtMost = 8
/** With headers of the usual size they take 10 MiB. */
const manyInAll = 4096

/**
 * One request of a connection at a time. Node hands over all that a client sends ahead at once, so that each would hold
 * memory and files until those before it are answered. Who sends more ahead than `waitingAtMost`, or anything behind a
 * stream, is cut.
 */
export function createTurns(isStream: (request: IncomingMessage) => boolean) {
  const turns = new WeakMap<Socket, Turn>()
  let inAll = 0

  const forget = (socket: Socket, turn: Turn) => {
    inAll -= turn.waiting.length
    turn.waiting.length = 0
    turns.delete(socket)
  }
  const start = (socket: Socket, turn: Turn, response: ServerResponse, serve: () => void) => {
    serve()
    response.once('close', () => {
      const next = socket.destroyed ? undefined : turn.waiting.shift()
      if (!next) return forget(socket, turn)
      inAll--
      start(socket, turn, next.response, next.serve)
    })
  }

  return {
    /** Calls `serve` when it is the request's turn, or never where its connection is cut before. */
    take(request: IncomingMessage, response: ServerResponse, serve: () => void): void {
      const { socket } = request
      if (socket.destroyed) return // what was read before the cut is still handed over
      const turn = turns.get(socket)
      if (!turn) {
        const first = { hasStream: isStream(request), waiting: [] }
        turns.set(socket, first)
        start(socket, first, response, serve)
        return
      }
      if (turn.hasStream || turn.waiting.length >= (inAll < manyInAll ? waitingAtMost : fewAtMost)) {
        socket.destroy()
        forget(socket, turn)
        return
      }
      turn.hasStream = isStream(request)
      turn.waiting.push({ response, serve })
      inAll++
    },
  }
}
