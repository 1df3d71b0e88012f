import { sql } from 'kysely'
import type { SessionEvent } from '../../shared/session-status.ts'
import type { Outcome, WebhookEvent } from '../../shared/webhook-event.ts'
import { countWritten } from '../db/counters.ts'
import type { Database } from '../db/database.ts'
import { padded } from '../db/padded.ts'
import type { OutcomeUpdate, Transaction } from '../db/transaction.ts'
import { applyEvents, type PipelineContext } from '../sessions/apply-events.ts'
import { keysOf } from '../sessions/unmatched-events.ts'
import { toReplayed } from '../sessions/webhook-rows.ts'
import { decodeStoredWebhook } from './decode-webhook.ts'

/** So that webhooks never wait long behind one transaction. */
const perTransaction = 100

/**
 * Decodes unmatched webhooks that an older version stored, each once, and applies those whose session has
 * turned up meanwhile; answers how many. One process at a time does so. One that cannot be read becomes `failed`.
 */
export async function decodeOlder({ db, bus, ttlMs, now }: PipelineContext): Promise<number> {
  if ((await findUndecoded(db, 1)).length === 0) return 0 // always, once an upgrade is over
  const decoded = await db.claim('decode', async () => {
    let count = 0
    for (;;) {
      const { changes, hasCommands, found } = await db.transaction(async (tx) => {
        const rows = await findUndecoded(tx, perTransaction)
        const events: WebhookEvent[] = []
        const updates: OutcomeUpdate[] = []
        for (const row of rows) {
          const result = decodeStoredWebhook(row.payload)
          if ('event' in result) events.push({ ...result.event, webhookId: row.webhookId })
          else if (row.payload !== '') {
            const failed = { outcome: 'failed', session: null, error: result.error } as const
            updates.push({ ...toReplayed(row.webhookId, row, failed, now()), attempts: 0 })
          }
          await keepDecoded(tx, row.id, 'event' in result ? result.event : null)
        }
        await tx.updateOutcomes(updates)
        await tx.addCounters(countWritten({ history: [], webhooks: [], updates }))
        const applied = await applyEvents(tx, { revisited: keysOf(events) }, { now: now(), ttlMs })
        return { ...applied, found: rows.length }
      })
      bus.publish(changes, hasCommands)
      count += found
      if (found < perTransaction) return count
    }
  })
  return decoded ?? 0
}

function findUndecoded({ query }: Pick<Database, 'query'>, limit: number) {
  return query
    .selectFrom('WebhookEvent')
    .select(['id', 'webhookId', 'payload', 'outcome', 'attempts', 'session', 'createdAt'])
    .where('events', 'is', null)
    .where('outcome', '=', sql.lit<Outcome>('unmatched'))
    .orderBy('id')
    .limit(limit)
    .execute()
}

/**
 * What webhooks that an older version stored tell the machine, by the numbers of their rows: decoded once, and kept. Those
 * that nobody can tell, since their payload is purged or cannot be read, are left out.
 */
export async function decodeStored(
  db: Database,
  ids: readonly number[],
): Promise<Map<number, readonly SessionEvent[]>> {
  const told = new Map<number, readonly SessionEvent[]>()
  const kept: { readonly id: number; readonly events: string }[] = []
  for (let start = 0; start < ids.length; start += perTransaction) {
    const rows = await db.query
      .selectFrom('WebhookEvent')
      .select(['id', 'payload', 'outcome'])
      .where('id', 'in', padded(ids.slice(start, start + perTransaction)))
      .where('payload', '<>', '')
      .execute()
    for (const { id, payload, outcome } of rows) {
      const result = decodeStoredWebhook(payload)
      if (!('event' in result)) continue
      told.set(id, result.event.events)
      if (outcome !== 'unmatched') kept.push({ id, events: JSON.stringify(result.event.events) }) // what waits is left to `decodeOlder`, which applies it too
    }
  }
  for (let start = 0; start < kept.length; start += perTransaction) {
    await db.transaction(async ({ query }) => {
      for (const { id, events } of kept.slice(start, start + perTransaction)) {
        await query.updateTable('WebhookEvent').set({ events }).where('id', '=', id).execute()
      }
    })
  }
  return told
}

/** Keeps with a stored webhook what is read in it now; null where nothing can be. */
export async function keepDecoded({ query }: Transaction, id: number, event: WebhookEvent | null): Promise<void> {
  const { events = [], theirDid = null, theirLabel = null, recordId = null, reuse = false } = event ?? {}
  await query
    .updateTable('WebhookEvent')
    .set({ events: JSON.stringify(events), theirDid, theirLabel, recordId, reuse })
    .where('id', '=', id)
    .execute()
}
