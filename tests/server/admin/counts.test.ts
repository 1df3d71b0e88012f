import { randomInt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { databases } from '../../support/databases.ts'
import { countBothWays } from '../../support/full-count.ts'
import { asOperator } from '../../support/operator.ts'
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const Created = z.object({ sessionId: z.string(), invitationId: z.string() })
const topics = [
  ...['request', 'response', 'active', 'completed', 'abandoned', 'unheard-of'].map((word) => `connections.${word}`),
  ...['proofs.verified', 'credentials.issued', 'weather.changed'],
]
const pick = <Item>(items: readonly Item[]) => items[randomInt(items.length)]

describe.each(databases)('running counts on $name', ({ fresh }) => {
  test('equal a full count after random load, kills, replays and a purge', async () => {
    const databaseUrl = await fresh()
    await using server = await startServerProcess({
      WEBHOOK_RATE_LIMIT: '0',
      LOG_LEVEL: 'error',
      DATABASE_URL: databaseUrl,
    })
    const sent: string[] = []
    for (let round = 0; round < 3; round++) {
      const sessions = await Promise.all(Array.from({ length: 8 }, () => createSession(server)))
      let killed = false
      const load = sessions.map(async ({ sessionId, invitationId }) => {
        for (let step = 0; step < 8 && !killed; step++) {
          const known = randomInt(5) > 0
          const data = { connectionId: known ? sessionId : crypto.randomUUID(), ...(known && { invitationId }) }
          const webhook = guideWebhook(pick(topics) ?? '', data)
          sent.push(webhook.webhookId)
          for (let copy = randomInt(1, 3); copy > 0; copy--) {
            await sendWebhook(server, webhook, { 'X-API-Key': server.webhookSecret }).catch(() => undefined)
          }
        }
      })
      const enough = sent.length + randomInt(10, 50)
      await Promise.race([Promise.all(load), until(() => sent.length >= enough)])
      killed = true
      await server.restart()
      await Promise.all(load)
    }
    const operator = asOperator(server, server.adminToken)
    for (let replay = 0; replay < 20; replay++) {
      await operator.admin.replay.mutate({ webhookId: pick(sent) ?? '' }).catch(() => undefined) // killed before it was stored
    }
    await operator.admin.purge.mutate({ dryRun: false })

    const { running, full } = await countBothWays(databaseUrl)
    expect(running).toEqual(full)
    expect(Object.keys(full.outcomes).length).toBeGreaterThan(2)
    const total = Object.values(full.received).reduce((sum, count) => sum + count, 0)
    expect(await operator.admin.stats.query()).toMatchObject({ total, last24h: total })
  })
})

async function createSession({ url }: ServerProcess) {
  const response = await fetch(`${url}/api/connections/session`, { method: 'POST' })
  return Created.parse(await response.json())
}

/** Polled between turns of the event loop: the condition is this test's own count. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}
