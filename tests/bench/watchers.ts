import { connect, type Socket } from 'node:net'
import { watchRequest } from './load-shape.ts'

export interface Watcher {
  readonly socket: Socket
  lastEventId: string | undefined
  /** Is told each version that comes. */
  onVersion: () => void
}

/** The server takes a thousand streams of one address: a campus has many. Linux takes all of 127.0.0.0/8 for its own. */
const watchersOfOneAddress = 900

/**
 * Opens the stream of a session over a connection of its own, as a phone does, resuming after an event where it is given;
 * resolves when the first version has come, or, resuming, with whatever comes next. @throws where it is cut before.
 */
export function openWatcher(port: number, session: number, lastEventId?: string): Promise<Watcher> {
  const localAddress = `127.0.1.${1 + Math.floor(session / watchersOfOneAddress)}`
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress })
    const watcher: Watcher = { socket, lastEventId, onVersion: () => resolve(watcher) }
    let rest = ''
    socket.setNoDelay(true).setEncoding('latin1')
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`A watcher was cut; it was told ${rest.slice(0, 200)}`)))
    socket.on('connect', () => socket.write(watchRequest(session, lastEventId)))
    socket.on('data', (chunk) => {
      const lines = `${rest}${chunk}`.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.startsWith('id: ')) see(watcher, line.slice('id: '.length))
    })
  })
}

function see(watcher: Watcher, id: string): void {
  const { lastEventId } = watcher
  if (lastEventId !== undefined && Number.parseInt(id, 10) !== Number.parseInt(lastEventId, 10) + 1)
    throw new Error(`version ${id} after ${lastEventId}`)
  watcher.lastEventId = id
  watcher.onVersion()
}
