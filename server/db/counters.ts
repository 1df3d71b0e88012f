import type { Kysely } from 'kysely'
import { addCounts, type Counts, createCounts, hourMs, minuteMs, sumByName } from './count-rows.ts'
import type { Transactions } from './database.ts'
import type { Tables } from './entities/entities.ts'
import { lagBucket } from './lag-histogram.ts'
import { nextAttempt } from './retry-plan.ts'
import { createShards } from './shards.ts'
import type { Execute } from './statement.ts'
import type { NewWebhook, Transaction } from './transaction.ts'

/** Topics are the sender's words: beyond this many, the rest are counted as one. */
const maxTopics = 200
export const otherTopics = 'other'

/**
 * A db that keeps the running counts in the very transactions that they count, so that they are right whatever dies
 * when, and plans the retry of every event that fails.
 */
export function withCounters<Db extends Transactions>(db: Db): Db {
  const shards = createShards(db.concurrency)
  let known: Set<string> | undefined
  const bounded = (topic: string): string => {
    if (known?.has(topic)) return topic
    if (!known || known.size >= maxTopics) return otherTopics
    known.add(topic)
    return topic
  }
  const topics = async (query: Kysely<Tables>) => {
    known ??= new Set((await sumByName(query, 'topic')).keys())
    return bounded
  }
  return {
    ...db,
    async transaction(work) {
      const shard = shards.take()
      try {
        return await db.transaction(async (rows) => {
          const counts = createCounts()
          const result = await work(counting(rows, counts, topics))
          await addCounts(rows.execute, counts, shard) // last, so that its locks are held shortest
          return result
        })
      } finally {
        shards.giveBack(shard)
      }
    },
  }
}

type Topics = (query: Kysely<Tables>) => Promise<(topic: string) => string>

function counting(rows: Transaction, counts: Counts, topics: Topics): Transaction {
  return {
    ...rows,
    async insertHistory(history) {
      await rows.insertHistory(history)
      const moves = tally(history, ({ statusBefore, status }) =>
        statusBefore === status ? '' : `${statusBefore}>${status}`,
      )
      for (const [move, count] of moves) {
        const [before = '', after = ''] = move.split('>')
        if (before !== '' && before !== 'null') counts.add('status', before, 0, -count)
        if (after !== '') counts.add('status', after, 0, count)
      }
    },
    async insertWebhooks(webhooks) {
      await rows.insertWebhooks(webhooks)
      if (webhooks.length === 0) return
      const bounded = await topics(rows.query)
      for (const [topic, count] of tally(webhooks, (webhook) => webhook.topic))
        counts.add('topic', bounded(topic), 0, count)
      const outcomes = tally(webhooks, (webhook) => webhook.outcome)
      for (const [outcome, count] of outcomes) counts.add('outcome', outcome, 0, count)
      countTimes(counts, webhooks)
      if (!outcomes.has('failed')) return
      for (const { webhookId, outcome, createdAt } of webhooks) {
        if (outcome === 'failed') await planRetry(rows.execute, webhookId, createdAt)
      }
    },
    async updateOutcomes(settlements) {
      await rows.updateOutcomes(settlements)
      for (const { webhookId, before, outcome, at } of settlements) {
        counts.add('outcome', before, 0, -1)
        counts.add('outcome', outcome, 0, 1)
        if (outcome === 'failed') await planRetry(rows.execute, webhookId, at)
      }
    },
  }
}

/** How many items there are of each name. A batch has few names, so that what follows is done a few times only. */
function tally<Item, Name>(items: readonly Item[], nameOf: (item: Item) => Name): Map<Name, number> {
  const counted = new Map<Name, number>()
  for (const item of items) {
    const name = nameOf(item)
    counted.set(name, (counted.get(name) ?? 0) + 1)
  }
  return counted
}

function countTimes(counts: Counts, webhooks: readonly NewWebhook[]): void {
  for (const [minute, count] of tally(webhooks, ({ createdAt }) => Math.floor(createdAt.getTime() / minuteMs))) {
    counts.add('minute', '', minute, count)
  }
  const hour = Math.floor((webhooks[0]?.createdAt.getTime() ?? 0) / hourMs) // a batch is stored at one moment
  const lags = tally(webhooks, ({ createdAt, sentAt }) =>
    lagBucket(createdAt.getTime() - (sentAt?.getTime() ?? Number.NaN)),
  )
  for (const [bucket, count] of lags) if (bucket !== null) counts.add('lag', bucket, hour, count)
}

async function planRetry(execute: Execute, webhookId: string, at: Date): Promise<void> {
  await execute('update "WebhookEvent" set "attempts" = 0, "nextAttemptAt" = ? where "webhookId" = ?', [
    nextAttempt(0, at),
    webhookId,
  ])
}
