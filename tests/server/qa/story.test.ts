import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { countWebhooks, mergeEntries, type StoryEntry, unpackEntries } from '../../../shared/session-story.ts'
import { databases } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

describe.each(databases)('qa.story, on $name', ({ fresh }) => {
  test('read bit by bit it is what the timeline is as a whole; a bit has only what is new', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const { qa } = asOperator(server)
    const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
    const keys = { invitationId, connectionId: randomUUID() }
    let known: readonly StoryEntry[] = []
    let { mark } = await qa.story.query({ sessionId })
    const sizes: number[] = []
    const look = async (after: typeof mark | undefined) => {
      const news = await qa.story.query({ sessionId, ...(after && { after }) })
      sizes.push(news.entries.rows.length)
      known = mergeEntries(known, unpackEntries(news.entries))
      mark = news.mark
      expect(countWebhooks(known)).toBe(news.webhooks)
    }
    await look(undefined)
    const webhooks = [
      ...[
        'credentials.offer',
        'connections.request',
        'connections.request',
        'connections.active',
        'greeting',
        'proofs.verified',
      ],
      ...['connections.request', 'credentials.issued'],
    ]
    const ids: string[] = []
    for (const topic of webhooks) {
      const webhook = guideWebhook(topic, keys)
      ids.push(webhook.webhookId)
      await sendWebhook(server, webhook)
      await look(mark)
      const { entries } = await qa.timeline.query({ sessionId })
      expect(
        known.map(({ webhook: _, ...entry }) => entry),
        topic,
      ).toEqual(entries.map(({ webhookId: _, ...entry }) => entry))
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4)
    expect(await qa.entry.query({ sessionId, entry: ids[2] ?? '' })).toMatchObject({
      topic: 'connections.request',
      outcome: 'stale',
    })
    expect(await qa.entry.query({ sessionId, entry: 'v2' })).toMatchObject({ version: 2 })
    await expect(qa.entry.query({ sessionId, entry: 'nonsense' })).rejects.toThrow('Entry not found')
  })

  test('of an unknown session is not found, and tells whether events can be sent', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    await expect(asOperator(server).qa.story.query({ sessionId: randomUUID() })).rejects.toThrow('Session not found')
    const { sessionId } = await server.trpc.session.create.mutate({})
    expect(await asOperator(server).qa.story.query({ sessionId })).toMatchObject({ canSend: true })
  })
})
