import { z } from 'zod'
import { LoadDialect, webhookRequests } from './load-shape.ts'
import { openSender } from './senders.ts'

/** What this process is asked: to send the whole registrations of so many sessions, from so many senders. */
const Task = z.object({
  ports: z.array(z.number()),
  /** The number of the first session. */
  first: z.number(),
  sessions: z.number(),
  senders: z.number(),
  dialect: LoadDialect,
})

/** Webhooks as fast as they are answered, each sender walking its share of the sessions. Answers a `Task` by how fast it went. */
process.on('message', async (message) => {
  const { ports, first, sessions, senders, dialect } = Task.parse(JSON.parse(String(message)))
  const requests = Array.from({ length: senders }, (_, own) => {
    const numbers = Array.from({ length: Math.ceil((sessions - own) / senders) }, (_, index) => own + index * senders)
    return numbers.flatMap((number) => webhookRequests(first + number, dialect))
  })
  const open = await Promise.all(requests.map((_, own) => openSender(ports[own % ports.length] ?? 0)))
  const answersMs: number[] = []
  let refused = 0
  const startedMs = performance.now()
  await Promise.all(
    requests.map(async (own, index) => {
      for (const request of own) {
        const answer = await open[index]?.send(request)
        if (answer) answersMs.push(answer.tookMs)
        if (!answer?.isStored) refused++
      }
    }),
  )
  const perSecond = (answersMs.length / (performance.now() - startedMs)) * 1000
  for (const sender of open) sender.close()
  process.send?.({ perSecond, refused, answersMs })
})
process.on('disconnect', () => process.exit(0))
