import { createCounters, hourMs, minuteOf } from '../db/counters.ts'
import type { Database } from '../db/database.ts'
import { createOneAtATime } from '../db/one-at-a-time.ts'

export interface KeyUseDeps {
  readonly db: Pick<Database, 'transaction' | 'query'>
  readonly now: () => Date
  /** What this process is called among those on the database. */
  readonly server: string
  /** Marks of the webhook secrets that it accepts now, the newest first. */
  readonly accepted: () => readonly string[]
}

/** Whoever has not said for so many minutes what it accepts does not run. */
export const heldMinutes = 3
/** Older than that many minutes, what was said is forgotten. */
const keptMinutes = 60

/**
 * Counts with which secret webhooks come, in memory, and keeps that and what this process accepts, about every ten seconds, so
 * that a rotation is seen and not believed. A crash loses the last ones.
 */
export function createKeyUse({ db, now, server, accepted }: KeyUseDeps) {
  let counts = createCounters()
  let saidAt = Number.NaN
  let said = ''
  const oneAtATime = createOneAtATime()
  return {
    /** One webhook was stored that came with this secret. */
    used(mark: string): void {
      counts.add('key', mark, Math.floor(now().getTime() / hourMs), 1)
    },
    /** Writes what has been counted until now. What cannot be written now is kept for the next. */
    flush: (): Promise<void> =>
      oneAtATime(async () => {
        const [counted, minute, holds] = [counts, minuteOf(now()), accepted().join(',')]
        const isNews = minute !== saidAt || holds !== said
        if (counted.rows().length === 0 && !isNews) return
        counts = createCounters()
        const rows = [...counted.rows()]
        if (isNews) rows.push({ kind: 'key-held', name: `${server} ${holds}`, at: minute, count: 1 })
        try {
          await db.transaction(async (tx) => {
            if (isNews) {
              const held = tx.query.deleteFrom('WebhookCount').where('kind', '=', 'key-held')
              const isPast = held.where(({ eb, or }) =>
                or([eb('at', '<', minute - keptMinutes), eb('name', '=', `${server} ${said}`)]),
              )
              await isPast.execute() // first: of two things said in one minute the later one holds, and it may be the same
            }
            await tx.addCounters(rows)
          })
          saidAt = minute
          said = holds
        } catch (error) {
          for (const { kind, name, at, count } of counted.rows()) counts.add(kind, name, at, count)
          throw error
        }
      }),
  }
}

export type KeyUse = ReturnType<typeof createKeyUse>
