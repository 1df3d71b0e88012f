import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { Outcome } from '../../shared/webhook-event.ts'
import { minuteMs } from '../db/counters.ts'
import type { Tables } from '../db/entities/entities.ts'
import type { CounterKind } from '../db/transaction.ts'
import { duplicateAnswer } from './answer-counts.ts'
import type { StatsContext } from './stats.ts'

/** A day by ten minutes, or a week by the hour. */
const stepMinutes = { 24: 10, 168: 60 } as const
export const ForHours = z.object({ hours: z.union([z.literal(24), z.literal(168)]).default(24) })

/**
 * How many webhooks came in each step until now, the oldest first: by the outcome that they have now, and those that were
 * refused; repeats of what was stored are not counted.
 */
export async function traffic({ db: { query }, answerCounts, now }: StatsContext, { hours }: z.infer<typeof ForHours>) {
  await answerCounts.flush().catch(() => undefined) // the next second's try says what is wrong
  const minutes = stepMinutes[hours]
  const last = Math.floor(now().getTime() / minuteMs / minutes)
  const first = last - (hours * 60) / minutes + 1
  const stored = await sumBySteps(query, 'minute', minutes, first)
  const answers = await sumBySteps(query, 'answer-minute', minutes, first)
  const steps = (names: readonly string[], rows: typeof stored) => {
    const counts = Array.from({ length: last - first + 1 }, () => 0)
    for (const { name, step, sum } of rows) {
      if (names.includes(name)) counts[step - first] = (counts[step - first] ?? 0) + Number(sum)
    }
    return counts
  }
  const outcomes = Outcome.options.map((outcome) => [outcome, steps([outcome], stored)])
  const refusals = [...new Set(answers.map(({ name }) => name))].filter((name) => name !== duplicateAnswer)
  return {
    from: new Date(first * minutes * minuteMs),
    stepMs: minutes * minuteMs,
    outcomes: z.record(Outcome, z.array(z.int())).parse(Object.fromEntries(outcomes)),
    refused: steps(refusals, answers),
  }
}

function sumBySteps(query: Kysely<Tables>, kind: CounterKind, minutes: number, first: number) {
  const counts = query
    .selectFrom('WebhookCount')
    .select(({ ref, fn }) => [
      'name',
      sql<number>`${ref('at')} / ${sql.lit(minutes)}`.as('step'),
      fn.sum<number>('count').as('sum'),
    ])
    .where('kind', '=', kind)
    .where('at', '>=', first * minutes)
  return counts.groupBy(['name', 'step']).execute()
}
