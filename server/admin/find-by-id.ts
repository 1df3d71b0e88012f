import { type Kysely, sql } from 'kysely'
import { readReference } from '../../shared/reference.ts'
import type { Tables } from '../db/entities/entities.ts'

/** More than this of one session is not looked through. */
const most = 2000
const mostSessions = 100

const uuidBeginning = /^[0-9a-f]{8}[0-9a-f-]*$/i

/** Numbers of the sessions that an id names: their own (or its beginning, from eight characters), their reference, registration number, invitation or connection. */
export async function findSessions(query: Kysely<Tables>, text: string): Promise<number[]> {
  const sessions = query.selectFrom('ConnectionSession').select('id')
  const reference = readReference(text)
  const found = [
    reference === null ? [] : await sessions.where('reference', '=', reference).execute(),
    await sessions.where('registrationNumber', '=', text.toUpperCase()).execute(),
    await sessions.where('invitationId', '=', text).limit(most).execute(),
    await sessions.where('connectionId', '=', text).execute(),
    uuidBeginning.test(text) ? await sessionsBeginning(query, text.toLowerCase()) : [],
  ]
  return [...new Set(found.flat().map(({ id }) => id))]
}

/** Numbers of the events that an id names: their own, or any of their session's. */
export async function findWebhooks(query: Kysely<Tables>, text: string): Promise<number[]> {
  const sessions = await findSessions(query, text)
  const events = query.selectFrom('WebhookEvent').select('id').limit(most)
  const latest = events.orderBy('id', 'desc')
  const unmatched = latest.where('processed', '=', sql.lit(false)) // literals, or the partial indexes do not serve
  const ignored = latest.where('outcome', '=', sql.lit('ignored'))
  const found = [
    await latest.where('webhookId', '=', text).execute(),
    await unmatched.where('connectionId', '=', text).execute(),
    await unmatched.where('invitationId', '=', text).execute(),
    await ignored.where('connectionId', '=', text).execute(),
    await ignored.where('invitationId', '=', text).execute(),
  ]
  for (const session of sessions.slice(0, mostSessions)) {
    found.push(await events.where('session', '=', session).execute())
  }
  return [...new Set(found.flat().map(({ id }) => id))].slice(0, most)
}

/** `g` comes after every character of a UUID, in any collation. */
async function sessionsBeginning(query: Kysely<Tables>, text: string): Promise<{ readonly id: number }[]> {
  const rows = await query
    .selectFrom('ConnectionSession')
    .select(['id', 'sessionId'])
    .where('sessionId', '>=', text)
    .where('sessionId', '<', `${text}g`)
    .limit(mostSessions)
    .execute()
  return rows.filter(({ sessionId }) => sessionId.startsWith(text))
}
