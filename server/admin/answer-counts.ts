import { createCounters, minuteOf } from '../db/counters.ts'
import type { Database } from '../db/database.ts'
import type { Job } from '../db/job.ts'
import { createOneAtATime } from '../db/one-at-a-time.ts'
import type { CounterRow, Transaction } from '../db/transaction.ts'

/** The name under which deliveries of what is stored already are counted beside the refused ones. */
export const duplicateAnswer = 'duplicate'
/** In one second; of a flood beyond that, only the number is kept. */
const maxRedelivered = 1000

interface Redelivery {
  readonly webhookId: string
  /** How often it came again. */
  readonly count: number
  readonly at: Date
}

/**
 * Counts refused webhooks and duplicates in memory, and keeps them about once a second: a flood of wrong keys costs the
 * database nothing more, and a first delivery nothing at all. A crash loses the last second's.
 */
export function createAnswerCounts(db: Database, now: () => Date) {
  let counts = createCounters()
  let redelivered = new Map<string, Redelivery>()
  const oneAtATime = createOneAtATime()
  const came = ({ webhookId, count, at }: Redelivery) => {
    const before = redelivered.get(webhookId)
    if (before || redelivered.size < maxRedelivered) {
      redelivered.set(webhookId, { webhookId, count: count + (before?.count ?? 0), at })
    }
  }
  return {
    /** Counts an answer that stored nothing; of a duplicate also which event it was. */
    add(answer: string, webhookId?: string): void {
      if (answer === '200') return
      const at = now()
      counts.add('answer', answer, 0, 1)
      counts.add('answer-minute', answer, minuteOf(at), 1)
      if (answer === duplicateAnswer && webhookId !== undefined) came({ webhookId, count: 1, at })
    },
    /** Writes what has been counted until now: also what another one has in hand. What cannot be written now is kept for the next. */
    flush: (): Promise<void> =>
      oneAtATime(async () => {
        const [counted, again] = [counts, [...redelivered.values()]]
        if (counted.rows().length === 0) return
        counts = createCounters()
        redelivered = new Map()
        try {
          await db.perform(addAnswers, { again, counts: counted.rows() })
        } catch (error) {
          for (const { kind, name, at, count } of counted.rows()) counts.add(kind, name, at, count)
          const since = [...redelivered.values()]
          redelivered = new Map()
          for (const redelivery of [...again, ...since]) came(redelivery)
          throw error
        }
      }),
  }
}

export type AnswerCounts = ReturnType<typeof createAnswerCounts>

interface Answers {
  readonly again: readonly Redelivery[]
  readonly counts: readonly CounterRow[]
}

export const addAnswers: Job<Answers, void> = {
  name: 'add answers',
  async run(tx, { again, counts }) {
    await addRedeliveries(tx, again)
    await tx.addCounters(counts)
  },
}

/** Notes that stored events came again. In one order for all, so that two processes never wait for each other crosswise. */
async function addRedeliveries({ query }: Transaction, redeliveries: readonly Redelivery[]): Promise<void> {
  for (const { webhookId, count, at } of redeliveries.toSorted((a, b) => (a.webhookId < b.webhookId ? -1 : 1))) {
    await query
      .updateTable('WebhookEvent')
      .set(({ eb }) => ({ redeliveries: eb('redeliveries', '+', count), redeliveredAt: at }))
      .where('webhookId', '=', webhookId)
      .execute()
  }
}
