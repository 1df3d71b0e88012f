import type { Kysely, SelectQueryBuilder } from 'kysely'
import { parseJson } from '../../../shared/parse-json.ts'
import type { Tables } from '../../db/entities/entities.ts'
import { orNobody, orNothing, type Subject } from './find-subject.ts'

/** How much of each kind is held about a person. */
export type Held = Readonly<Record<(typeof kinds)[number], number>>
const kinds = [
  'registration numbers',
  'sessions',
  'history entries',
  'webhooks',
  'requests to the platform',
  'details kept for a portal',
  'requests of portals',
  'disclosures',
] as const

/** Opens what was sealed; the server's own `sealer`. */
type Open = (sealed: string, about: string) => string

/** Counts it. Changes nothing, and shows nothing. */
export async function countHeld(query: Kysely<Tables>, subject: Subject): Promise<Held> {
  const sessions = orNobody(subject.sessions)
  const count = async (rows: SelectQueryBuilder<Tables, keyof Tables, object>) =>
    Number((await rows.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count)
  return {
    'registration numbers': subject.students.length,
    sessions: subject.sessions.length,
    'history entries': await count(query.selectFrom('SessionHistory').where('session', 'in', sessions)),
    webhooks: subject.webhooks.length,
    'requests to the platform': await count(query.selectFrom('PlatformCommand').where('session', 'in', sessions)),
    'details kept for a portal': await count(query.selectFrom('SealedIdentity').where('session', 'in', sessions)),
    'requests of portals': await count(query.selectFrom('PortalVisit').where('session', 'in', sessions)),
    disclosures: await count(query.selectFrom('Disclosure').where('session', 'in', sessions)),
  }
}

/** All of it, as it is stored, what was sealed opened; and who has looked at it. */
export async function readHeld(query: Kysely<Tables>, { students, sessions, webhooks }: Subject, open: Open) {
  const of = orNobody(sessions)
  const events = await query.selectFrom('WebhookEvent').selectAll().where('id', 'in', orNobody(webhooks)).execute()
  const own = await query.selectFrom('ConnectionSession').selectAll().where('id', 'in', of).orderBy('id').execute()
  const sealed = await query.selectFrom('SealedIdentity').selectAll().where('session', 'in', of).execute()
  const idOf = (session: number) => own.find(({ id }) => id === session)?.sessionId ?? ''
  return {
    students: await query.selectFrom('Student').selectAll().where('id', 'in', orNobody(students)).execute(),
    sessions: own,
    history: await query
      .selectFrom('SessionHistory')
      .selectAll()
      .where('session', 'in', of)
      .orderBy('session')
      .orderBy('version')
      .execute(),
    webhooks: events.map(({ payload, ...event }) => ({
      ...event,
      payload: payload === '' ? null : parseJson(payload),
    })),
    requestsToThePlatform: await query.selectFrom('PlatformCommand').selectAll().where('session', 'in', of).execute(),
    detailsKeptForPortals: sealed.map(({ session, sealed: text, expiresAt }) => ({
      session,
      expiresAt,
      shown: parseJson(open(text, idOf(session))) ?? null,
    })),
    requestsOfPortals: await query
      .selectFrom('PortalVisit')
      .select(['session', 'client', 'scope', 'createdAt'])
      .where('session', 'in', of)
      .execute(),
    disclosures: await query.selectFrom('Disclosure').selectAll().where('session', 'in', of).execute(),
    lookedAt: await query
      .selectFrom('AuditEntry')
      .select(['at', 'action', 'by', 'subject'])
      .where('subject', 'in', orNothing(events.map(({ webhookId }) => webhookId)))
      .orderBy('id')
      .execute(),
  }
}
