import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { ask, startChild } from './child.ts'
import { heapOf, onProbed } from './heap.ts'

/** `npm run soak -- [--minutes 30]`: churn for so long, one line a minute; the heap must be flat and be back at the end. */
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } })
const minutes = Number(values.minutes)
const [watchers, perSecond] = [500, 100]
const sessions = Math.max(2000, Math.ceil((minutes * 60 * perSecond) / 10))

const Seen = z.object({ views: z.number(), webhooks: z.number(), opened: z.number(), open: z.number() })

await onProbed(sessions, async (server) => {
  const heapMib = async () => (await heapOf(server)).toFixed(1)
  process.stdout.write(`before: heap ${await heapMib()} MiB\n`)
  const churn = startChild('churn.ts', [server.port, sessions, watchers, perSecond].map(String))
  await once(churn, 'message')
  for (let minute = 1; minute <= minutes; minute++) {
    await delay(60_000)
    const { views, webhooks, opened, open } = Seen.parse(await ask(churn, 'count'))
    const heap = await heapMib()
    process.stdout.write(
      `${minute} min: heap ${heap} MiB, ${open} streams, ${opened} opened, ${webhooks} webhooks, ${views} views\n`,
    )
  }
  await ask(churn, 'leave')
  await delay(2000)
  process.stdout.write(`after: heap ${await heapMib()} MiB\n`)
  churn.kill()
})
