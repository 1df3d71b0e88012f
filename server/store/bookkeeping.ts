import { addCounts, type Counts, createCounts, hourMs, minuteMs, sumByName } from './count-rows.ts'
import { lagBucket } from './lag-buckets.ts'
import type { Ledger, LedgerRows, NewWebhook } from './ledger.ts'
import { nextAttempt } from './retry-plan.ts'
import { createShards } from './shards.ts'
import type { Execute } from './statement.ts'

/** Topics are the sender's words: beyond this many, the rest are counted as one. */
const maxTopics = 200
export const otherTopics = 'other'

/**
 * A ledger that keeps the running counts in the very transactions that they count, so that they are right whatever dies
 * when, and plans the retry of every event that fails.
 */
export function withBookkeeping(ledger: Ledger): Ledger {
  const shards = createShards(ledger.concurrency)
  let topics: Set<string> | undefined
  const bounded = async (execute: Execute, topic: string) => {
    topics ??= new Set((await sumByName(execute, 'topic')).keys())
    if (topics.has(topic)) return topic
    if (topics.size >= maxTopics) return otherTopics
    topics.add(topic)
    return topic
  }
  return {
    ...ledger,
    async transaction(work) {
      const shard = shards.take()
      try {
        return await ledger.transaction(async (rows) => {
          const counts = createCounts()
          const result = await work(counting(rows, counts, bounded))
          await addCounts(rows.execute, counts, shard) // last, so that its locks are held shortest
          return result
        })
      } finally {
        shards.giveBack(shard)
      }
    },
  }
}

type Bounded = (execute: Execute, topic: string) => Promise<string>

function counting(rows: LedgerRows, counts: Counts, bounded: Bounded): LedgerRows {
  return {
    ...rows,
    async insertHistory(history) {
      await rows.insertHistory(history)
      for (const { statusBefore, status } of history) {
        if (statusBefore === status) continue
        if (statusBefore !== null) counts.add('status', statusBefore, 0, -1)
        counts.add('status', status, 0, 1)
      }
    },
    async insertWebhooks(webhooks) {
      await rows.insertWebhooks(webhooks)
      for (const webhook of webhooks) {
        counts.add('topic', await bounded(rows.execute, webhook.topic), 0, 1)
        countNew(counts, webhook)
        if (webhook.outcome === 'failed') await planRetry(rows.execute, webhook.webhookId, webhook.createdAt)
      }
    },
    async settleWebhooks(settlements) {
      await rows.settleWebhooks(settlements)
      for (const { webhookId, before, outcome, at } of settlements) {
        counts.add('outcome', before, 0, -1)
        counts.add('outcome', outcome, 0, 1)
        if (outcome === 'failed') await planRetry(rows.execute, webhookId, at)
      }
    },
  }
}

function countNew(counts: Counts, { outcome, createdAt, sentAt }: NewWebhook): void {
  counts.add('outcome', outcome, 0, 1)
  counts.add('minute', '', Math.floor(createdAt.getTime() / minuteMs), 1)
  const lagMs = sentAt === null ? Number.NaN : createdAt.getTime() - sentAt.getTime()
  if (lagMs >= 0) counts.add('lag', lagBucket(lagMs), Math.floor(createdAt.getTime() / hourMs), 1)
}

async function planRetry(execute: Execute, webhookId: string, at: Date): Promise<void> {
  await execute('update "WebhookEvent" set "attempts" = 0, "nextAttemptAt" = ? where "webhookId" = ?', [
    nextAttempt(0, at),
    webhookId,
  ])
}
