import { duplicateAnswer } from '../db/admin-stats.ts'
import { addCounts, createCounts, hourMs } from '../db/count-rows.ts'
import type { Database } from '../db/database.ts'
import { addRedeliveries, type Redelivery } from '../db/queries/redeliveries.ts'

/** In one second; of a flood beyond that, only the number is kept. */
const maxRedelivered = 1000

/**
 * Counts refused webhooks and duplicates in memory, and keeps them about once a second: a flood of wrong keys costs the
 * database nothing more, and a first delivery nothing at all. A crash loses the last second's.
 */
export function createAnswerCounts(db: Database, now: () => Date) {
  let tally = createCounts()
  let redelivered = new Map<string, Redelivery>()
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
      tally.add('answer', answer, 0, 1)
      tally.add('answer-hour', answer, Math.floor(at.getTime() / hourMs), 1)
      if (answer === duplicateAnswer && webhookId !== undefined) came({ webhookId, count: 1, at })
    },
    /** Writes what has been counted since the last time. What cannot be written now is kept for the next. */
    async flush(): Promise<void> {
      const [counted, again] = [tally, [...redelivered.values()]]
      if (counted.entries().length === 0) return
      tally = createCounts()
      redelivered = new Map()
      try {
        await db.transaction(async ({ execute }) => {
          await addRedeliveries(execute, again)
          await addCounts(execute, counted, 0)
        })
      } catch (error) {
        for (const { kind, name, at, count } of counted.entries()) tally.add(kind, name, at, count)
        const since = [...redelivered.values()]
        redelivered = new Map()
        for (const redelivery of [...again, ...since]) came(redelivery)
        throw error
      }
    },
  }
}
