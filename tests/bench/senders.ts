import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** One connection of a sender, which waits for each answer before it sends what follows. */
export interface Sender {
  /** Resolves with the answer's time; says whether it was 200 and no duplicate. */
  send(request: string): Promise<{ readonly tookMs: number; readonly isStored: boolean; readonly answer: string }>
  /** Whether it is connected still: a server closes what has been idle for a minute. */
  isOpen(): boolean
  close(): void
}

/** Connects from one of this machine's addresses. */
export async function openSender(port: number): Promise<Sender> {
  const socket: Socket = connect(port, '127.0.0.1')
  let received = ''
  let done: ((answer: string) => void) | undefined
  let failed: ((error: Error) => void) | undefined
  socket.setNoDelay(true).setEncoding('latin1')
  await once(socket, 'connect')
  socket.on('error', (error) => failed?.(error))
  socket.on('close', () => failed?.(new Error('The connection of a sender was closed')))
  socket.on('data', (chunk) => {
    received += chunk
    const bodyAt = received.indexOf('\r\n\r\n') + 4
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? Number.NaN)
    if (bodyAt < 4 || received.length < bodyAt + length) return
    const answer = received
    received = ''
    done?.(answer)
  })
  return {
    send(request) {
      const sentMs = performance.now()
      return new Promise((resolve, reject) => {
        failed = reject
        done = (answer) => {
          failed = undefined
          const isStored = answer.startsWith('HTTP/1.1 200') && !answer.includes('"duplicate"')
          resolve({ tookMs: performance.now() - sentMs, isStored, answer })
        }
        socket.write(request)
      })
    },
    isOpen: () => socket.readyState === 'open',
    close: () => socket.destroy(),
  }
}

/** So many senders; what is to be sent waits until one is free. */
export async function openSenders(port: number, count: number) {
  const idle = await Promise.all(Array.from({ length: count }, () => openSender(port)))
  const waiting: { readonly request: string; readonly answered: (tookMs: number) => void }[] = []
  const next = async (rested: Sender): Promise<void> => {
    const sender = rested.isOpen() ? rested : await openSender(port)
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      const { tookMs, isStored, answer } = await sender.send(task.request)
      if (!isStored) throw new Error(`A webhook was not stored: ${answer}`)
      task.answered(tookMs)
    }
    idle.push(sender)
  }
  return {
    /** Resolves with the time of its answer, from when it went out. @throws nothing: a webhook that is not stored ends the process. */
    send(request: string): Promise<number> {
      return new Promise((answered) => {
        waiting.push({ request, answered })
        const sender = idle.pop()
        if (sender) void next(sender)
      })
    },
  }
}

export type Senders = Awaited<ReturnType<typeof openSenders>>
