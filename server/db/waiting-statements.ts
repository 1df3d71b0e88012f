import { type Kysely, sql } from 'kysely'
import type { Outcome } from '../../shared/webhook-event.ts'
import type { Tables } from './entities/entities.ts'
import { asCount, param, toStatement } from './hot-statement.ts'
import { peerColumns, surplusColumns, type UnmatchedEvent, unmatchedColumns } from './transaction.ts'

type WaitingKey = UnmatchedEvent['foundBy']

/** What waits for its session, in the words of the partial indexes. */
export function waitingEvents(query: Kysely<Tables>) {
  return query
    .selectFrom('WebhookEvent')
    .where('processed', '=', sql.lit(false))
    .where('outcome', '=', sql.lit<Outcome>('unmatched'))
}

/** For SQLite: a key a time, out of an index alone, since what stands in a row behind its payload takes as long to read as that. */
export function waitingByRow(query: Kysely<Tables>) {
  const waiting = waitingEvents(query)
  const waitingBy = (key: WaitingKey) =>
    waiting
      .select(unmatchedColumns)
      .select(sql.lit(key).as('foundBy'))
      .where(key, '=', param('key'))
      .where('id', '>', param('after'))
      .orderBy('id')
      .limit(asCount('limit'))
  const surplusBy = (key: WaitingKey) => {
    const newest = waiting.select('id').where(key, '=', param('key')).orderBy('id', 'desc').limit(sql.lit(1))
    return waiting
      .select(surplusColumns)
      .where(key, '=', param('key'))
      .where('id', '<=', newest.offset(asCount('keep')))
      .orderBy('id')
      .limit(asCount('limit'))
  }
  return {
    unmatchedByConnection: toStatement(waitingBy('connectionId')),
    unmatchedByInvitation: toStatement(waitingBy('invitationId')),
    surplusByConnection: toStatement(surplusBy('connectionId')),
    surplusByInvitation: toStatement(surplusBy('invitationId')),
    peer: toStatement(query.selectFrom('WebhookEvent').select(peerColumns).where('id', '=', param('id'))),
  }
}

/** For PostgreSQL: all keys at once, each in the order of its index, so that the plan is the same for any number. */
export function waitingBySet(query: Kysely<Tables>) {
  const each = (key: WaitingKey) => sql<{ key: string }>`unnest(${`${key}s`}::text[])`.as<'k'>(sql.raw('k ("key")'))
  const ofKey = (key: WaitingKey) => waitingEvents(query).where(key, '=', sql.ref<never>('k.key'))
  const int = (name: string) => sql<number>`${name}::int`
  const waitingBy = (key: WaitingKey) => {
    const waiting = ofKey(key)
      .select([...unmatchedColumns, ...peerColumns])
      .where('id', '>', int('after'))
      .orderBy('id')
      .limit(int('limit'))
    return query
      .selectFrom(each(key))
      .innerJoinLateral(waiting.as('w'), (join) => join.onTrue())
      .select([...unmatchedColumns, ...peerColumns].map((name) => `w.${name}` as const))
      .select(sql.lit(key).as('foundBy'))
  }
  const surplusBy = (key: WaitingKey) => {
    const newest = ofKey(key).select('id').orderBy('id', 'desc').limit(sql.lit(1)).offset(int('keep'))
    const surplus = ofKey(key).select(surplusColumns).where('id', '<=', newest).orderBy('id').limit(int('limit'))
    return query
      .selectFrom(each(key))
      .innerJoinLateral(surplus.as('w'), (join) => join.onTrue())
      .select(surplusColumns.map((name) => `w.${name}` as const))
  }
  return {
    unmatchedEvents: toStatement(waitingBy('connectionId').unionAll(waitingBy('invitationId'))),
    surplusEvents: toStatement(surplusBy('connectionId').unionAll(surplusBy('invitationId'))),
  }
}
