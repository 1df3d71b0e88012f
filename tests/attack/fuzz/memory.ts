import { z } from 'zod'
import type { ServerProcess } from '../../support/server-process.ts'
import { rssMib, until } from '../target.ts'

/** What a server's process holds, in MiB, once its garbage is collected. */
export interface Memory {
  readonly heap: number
  /** Outside of V8's heap, and known to it: buffers. */
  readonly external: number
  readonly resident: number
  /** Before the garbage was collected. */
  readonly residentWithGarbage: number
}

/** The debugger listens only once it is asked for, and wherever there is room. */
export const inspectable = { NODE_OPTIONS: '--inspect-port=0' }

const Reply = z.object({ id: z.int(), result: z.object({ result: z.looseObject({ value: z.string() }).optional() }) })
const Usage = z.object({ heapUsed: z.number(), external: z.number() })

const collections = 3

/**
 * How much garbage there is at any moment says nothing about what is kept, and when V8 collects it depends on the machine's
 * size: here it is collected first, over the debugger of a server that was started `inspectable`.
 */
export async function readMemory(server: ServerProcess): Promise<Memory> {
  const residentWithGarbage = rssMib(server)
  const socket = new WebSocket(await openDebugger(server))
  try {
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve)
      socket.addEventListener('error', () => reject(new Error('The debugger takes no connection')))
    })
    const call = createCall(socket)
    for (let count = 0; count < collections; count++) await call('HeapProfiler.collectGarbage')
    const text = await call('Runtime.evaluate', { expression: 'JSON.stringify(process.memoryUsage())' })
    const { heapUsed, external } = Usage.parse(JSON.parse(text))
    return {
      heap: heapUsed / 2 ** 20,
      external: external / 2 ** 20,
      resident: rssMib(server),
      residentWithGarbage,
    }
  } finally {
    socket.close()
  }
}

/** Its address; the first time the process is told to open it. */
async function openDebugger(server: ServerProcess): Promise<string> {
  const told = () => /ws:\/\/127\.0\.0\.1:\d+\/\S+/.exec(server.output())?.[0]
  if (!told()) process.kill(server.pid(), 'SIGUSR1')
  await until(() => told() !== undefined, 20_000)
  return told() ?? ''
}

function createCall(socket: WebSocket) {
  let last = 0
  return (method: string, params: object = {}) => {
    const id = ++last
    const answered = new Promise<string>((resolve) => {
      const read = ({ data }: MessageEvent) => {
        const { success, data: reply } = Reply.safeParse(JSON.parse(String(data)))
        if (!success || reply.id !== id) return
        socket.removeEventListener('message', read)
        resolve(reply.result.result?.value ?? '')
      }
      socket.addEventListener('message', read)
    })
    socket.send(JSON.stringify({ id, method, params }))
    return answered
  }
}
