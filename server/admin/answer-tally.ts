import { addCounts, createCounts, hourMs } from '../store/counts/count-rows.ts'
import type { Ledger } from '../store/ledger.ts'

/**
 * Counts refused webhooks and duplicates in memory, and keeps them about once a second: a flood of wrong keys costs the
 * database nothing more. A crash loses the last second's.
 */
export function createAnswerTally(ledger: Ledger, now: () => Date) {
  let tally = createCounts()
  return {
    /** Counts an answer that stored nothing. */
    add(answer: string): void {
      if (answer === '200') return
      tally.add('answer', answer, 0, 1)
      tally.add('answer-hour', answer, Math.floor(now().getTime() / hourMs), 1)
    },
    /** Writes what has been counted since the last time. What cannot be written now is kept for the next. */
    async flush(): Promise<void> {
      const counted = tally
      if (counted.entries().length === 0) return
      tally = createCounts()
      try {
        await ledger.transaction(({ execute }) => addCounts(execute, counted, 0))
      } catch (error) {
        for (const { kind, name, at, count } of counted.entries()) tally.add(kind, name, at, count)
        throw error
      }
    },
  }
}
