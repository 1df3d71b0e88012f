import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SessionStatus } from '../../../shared/session-status.ts'
import { databases } from '../../support/databases.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { watchSession } from '../../support/watcher.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const order: readonly string[] = SessionStatus.options
const connectionTopics = ['invitation', 'request', 'response', 'active', 'completed'].map(
  (word) => `connections.${word}`,
)

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]]
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))
}

async function newSession(server: TestServer) {
  const session = await server.trpc.session.create.mutate({})
  const data = { connectionId: randomUUID(), invitationId: session.invitationId }
  return { ...session, webhook: (topic: string) => guideWebhook(topic, data, `${session.sessionId} ${topic}`) }
}

describe.each(databases)('on $name', ({ fresh }) => {
  test('all 120 orders of the connection webhooks, with duplicates, end completed; no watcher sees a step back', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const orders = permutations(connectionTopics)
    expect(orders).toHaveLength(120)
    for (const batch of [orders.slice(0, 40), orders.slice(40, 80), orders.slice(80)]) {
      await Promise.all(
        batch.map(async (topics) => {
          const session = await newSession(server)
          const watcher = watchSession(server, session.sessionId)
          await watcher.until((views) => views.length === 1)
          for (const topic of topics) {
            const answers = [
              await sendWebhook(server, session.webhook(topic)),
              await sendWebhook(server, session.webhook(topic)),
            ]
            expect(answers.map(({ body }) => body.duplicate ?? false)).toEqual([false, true])
          }
          const views = await watcher.until((seen) => seen.at(-1)?.status === 'completed')
          const { version } = await server.trpc.session.get.query({ sessionId: session.sessionId })
          expect(views.map((view) => view.version)).toEqual(Array.from({ length: version }, (_, index) => index + 1))
          const steps = views.map(({ status }) => order.indexOf(status))
          expect(steps).toEqual([...steps].sort())
          watcher.cut()
        }),
      )
    }
  })

  test('any order and repetition of a whole registration ends in the same state', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const topics = [
      ...connectionTopics,
      ...['request', 'presentation', 'verified'].map((word) => `proofs.${word}`),
      ...['offer', 'request', 'issued'].map((word) => `credentials.${word}`),
    ]
    const deliveries = fc
      .array(fc.constantFrom(...topics), { maxLength: 8 })
      .chain((again) => fc.shuffledSubarray([...topics, ...again], { minLength: topics.length + again.length }))
    await fc.assert(
      fc.asyncProperty(deliveries, fc.boolean(), async (sequence, atOnce) => {
        const session = await newSession(server)
        const send = async (topic: string) => {
          const { status } = await sendWebhook(server, session.webhook(topic))
          if (status !== 200) await send(topic) // as the platform does
        }
        if (atOnce) await Promise.all(sequence.map(send))
        else for (const topic of sequence) await send(topic)
        const { status, proof, credential } = await server.trpc.session.get.query({ sessionId: session.sessionId })
        expect({ status, proof, credential }).toEqual({ status: 'completed', proof: 'verified', credential: 'issued' })
      }),
      { numRuns: 40 },
    )
  })
})
