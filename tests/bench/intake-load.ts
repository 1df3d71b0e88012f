import { z } from 'zod'
import { topics, webhookRequest } from './load-shape.ts'
import { openSenders } from './senders.ts'
import { steadily } from './steadily.ts'

/**
 * Webhooks at a steady pace, from a process that does nothing else, so that its times are the server's. The sessions from
 * `first` on are sent their first webhook, then the next.
 */
const Task = z.discriminatedUnion('task', [
  z.object({
    task: z.literal('start'),
    port: z.number(),
    perSecond: z.number(),
    first: z.number(),
    sessions: z.number(),
  }),
  z.object({ task: z.literal('stop') }),
])

const senderCount = 64
const tookMs: number[] = []
let isOver = false
let sending: Promise<void> | undefined

process.on('message', async (message) => {
  const task = Task.parse(JSON.parse(String(message)))
  if (task.task === 'start') {
    const { port, perSecond, first, sessions } = task
    const senders = await openSenders(port, senderCount)
    sending = steadily(
      perSecond,
      () => isOver,
      (index) => {
        const topic = topics[Math.floor(index / sessions)]
        if (topic === undefined) throw new Error('More webhooks than steps')
        void senders.send(webhookRequest(first + (index % sessions), topic)).then((ms) => tookMs.push(ms))
      },
    )
    process.send?.({})
    return
  }
  isOver = true
  await sending
  process.send?.({ tookMs })
})
process.on('disconnect', () => process.exit(0))
