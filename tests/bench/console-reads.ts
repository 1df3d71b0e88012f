import { z } from 'zod'
import { webhookSecret } from './load-shape.ts'

const Page = z.object({ result: z.object({ data: z.object({ nextCursor: z.string().nullish() }).loose() }) })
const perRead = 40

const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString()

/** What the console asks for over a past of `fillPast`: a procedure and its input; pages are walked by their cursors. */
const reads: readonly (readonly [string, string, object?])[] = [
  ['statistics', 'admin.stats'],
  ['alarms', 'admin.alarms'],
  ['traffic', 'admin.traffic', { hours: 24 }],
  ['events', 'admin.webhooks', {}],
  ['events folded', 'admin.webhooks', { fold: true }],
  ['outcome applied', 'admin.webhooks', { outcome: 'applied' }],
  ['outcome stale', 'admin.webhooks', { outcome: 'stale' }],
  ['outcome failed', 'admin.webhooks', { outcome: 'failed' }],
  ['outcome unmatched', 'admin.webhooks', { outcome: 'unmatched' }],
  ['dead letters', 'admin.webhooks', { deadLetter: true }],
  ['redelivered', 'admin.webhooks', { redelivered: true }],
  ['frequent topic', 'admin.webhooks', { topic: 'connections.active' }],
  ['rare topic', 'admin.webhooks', { topic: 'weather.changed' }],
  ['topic that never came', 'admin.webhooks', { topic: 'nothing.like-it' }],
  ['topic and outcome', 'admin.webhooks', { topic: 'connections.active', outcome: 'stale' }],
  ['one day', 'admin.webhooks', { from: day(4), to: day(3) }],
  ['another organization', 'admin.webhooks', { organizationId: 'another' }],
  ['webhook id', 'admin.webhooks', { text: 'past_5000' }],
  ['session id', 'admin.webhooks', { text: '00000000-0000-4000-9000-000000000539' }],
  ['connection id', 'admin.webhooks', { text: 'past-connection-1337' }],
  ['unknown id', 'admin.webhooks', { text: 'nobody' }],
  ['one event', 'admin.webhook', { webhookId: 'past_5001' }],
  ['sessions', 'admin.sessions', {}],
  ['sessions completed', 'admin.sessions', { status: 'completed' }],
  ['sessions of a status that none has', 'admin.sessions', { status: 'error' }],
  ['sessions open', 'admin.sessions', { only: 'open' }],
  ['finder', 'admin.find', { text: 'past-connection-1338' }],
  ['timeline', 'qa.timeline', { sessionId: '00000000-0000-4000-9000-000000000539' }],
  ['coverage', 'qa.coverage'],
]

/** How long each read of the console takes over HTTP, in milliseconds, by name. @throws where one is refused. */
export async function readConsole(port: number): Promise<Map<string, number[]>> {
  const taken = new Map<string, number[]>()
  for (const [name, procedure, input] of reads) {
    const tookMs: number[] = []
    let cursor: string | undefined
    for (let time = 0; time < perRead; time++) {
      const asked = input && JSON.stringify({ ...input, ...(cursor && { cursor }) })
      const query = asked === undefined ? '' : `?input=${encodeURIComponent(asked)}`
      const startedMs = performance.now()
      const response = await fetch(`http://127.0.0.1:${port}/trpc/${procedure}${query}`, {
        headers: { Authorization: `Bearer ${webhookSecret}` },
      })
      const text = await response.text()
      tookMs.push(performance.now() - startedMs)
      if (!response.ok) throw new Error(`${name} was answered ${response.status}: ${text.slice(0, 300)}`)
      cursor = Page.safeParse(JSON.parse(text)).data?.result.data.nextCursor ?? undefined
    }
    taken.set(name, tookMs)
  }
  return taken
}
