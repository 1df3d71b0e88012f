import { expect, test } from 'vitest'
import { systemActor } from '../../../server/actor.ts'
import { purge } from '../../../server/admin/purge.ts'
import { AppError } from '../../../server/errors.ts'
import { replayWebhook } from '../../../server/webhooks/replay-webhook.ts'
import { freshPostgres } from '../../support/databases.ts'
import { execute } from '../../support/execute.ts'
import { toEvent } from '../../support/to-event.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import { openShare } from './stores.ts'

const personal = { theirDid: 'did:example:purged', theirLabel: 'Label of a Student' }
const dayMs = 86_400_000

test('a purge at one process while another replays: each event is processed or purged, never half of either, and nothing personal stays', async () => {
  const url = await freshPostgres()
  const [a, b] = [await openShare(url), await openShare(url)]
  const now = () => new Date()
  const replaying = { ...b, db: b.store, ttlMs: 900_000, now }
  const purging = { db: a.store, retentionDays: 30, now }
  for (let round = 0; round < 5; round++) {
    const ids: string[] = []
    for (let index = 0; index < 40; index++) {
      const connectionId = `c-${round}-${index}`
      const { invitationId } = await a.createSession(`i-${round}-${index}`)
      const event = toEvent(guideWebhook('connections.active', { connectionId, invitationId, ...personal }))
      await a.inbox.store(event)
      ids.push(event.webhookId)
    }
    const old = new Date(Date.now() - 60 * dayMs)
    for (const [table, column] of [
      ['WebhookEvent', 'createdAt'],
      ['ConnectionSession', 'updatedAt'],
      ['SessionHistory', 'at'],
    ])
      await a.store.transaction((tx) => execute(tx, `update "${table}" set "${column}" = ?`, [old]))
    const replays = Promise.all(
      ids.map((webhookId) =>
        replayWebhook(replaying, webhookId, systemActor).then(
          ({ outcome }) => outcome,
          (error: unknown) => (error instanceof AppError ? error.code : String(error)),
        ),
      ),
    )
    const [outcomes] = await Promise.all([replays, purge(purging, systemActor)])
    for (const outcome of outcomes) expect(['applied', 'PURGED']).toContain(outcome)
    await purge(purging, systemActor)
    const left = await execute(
      a.store,
      `select count(*) as "count" from "WebhookEvent" where "payload" <> '' or "theirDid" is not null or "theirLabel" is not null or "outcome" <> 'applied'`,
    )
    expect(left).toEqual([{ count: 0 }])
    for (const table of ['ConnectionSession', 'SessionHistory'])
      expect(
        await execute(a.store, `select count(*) as "count" from "${table}" where "theirLabel" is not null`),
      ).toEqual([{ count: 0 }])
  }
})
