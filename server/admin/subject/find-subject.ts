import { type Kysely, sql } from 'kysely'
import { readReference } from '../../../shared/reference.ts'
import type { Tables } from '../../db/entities/entities.ts'
import type { KeyKind } from '../../sessions/erased-keys.ts'

/** Everything that is held about one person, as the numbers of its rows, and the ids by which more of it could come. */
export interface Subject {
  readonly students: readonly number[]
  readonly sessions: readonly number[]
  readonly webhooks: readonly number[]
  readonly ids: Readonly<Record<KeyKind, readonly string[]>>
}

/** A list that may stand behind `in`: no database takes an empty one. No row has such a number, or such a text. */
export const orNobody = (numbers: readonly number[]) => (numbers.length > 0 ? [...numbers] : [-1])
export const orNothing = (texts: readonly string[]) => (texts.length > 0 ? [...texts] : ['\u{fffd}'])

/**
 * Who is meant by a `sub`, a registration number, a session (its id or its reference) or a connection, with all their other sessions and
 * with what came of their connections: but not the sessions of somebody else who has used the same wallet. Null where nobody is.
 */
export async function findSubject(query: Kysely<Tables>, key: string): Promise<Subject | null> {
  const text = key.trim()
  const students = query.selectFrom('Student').select('id')
  const named = await students
    .where((eb) => eb.or([eb('sub', '=', text), eb('registrationNumber', '=', text)]))
    .execute()
  const sessions = query.selectFrom('ConnectionSession').select(sessionColumns)
  const first = await sessions
    .where((eb) =>
      eb.or([
        eb('sessionId', '=', text.toLowerCase()),
        eb('registrationNumber', '=', text),
        eb('connectionId', '=', text),
        eb('reference', '=', readReference(text) ?? ''),
      ]),
    )
    .execute()
  const people = unique([...named.map(({ id }) => id), ...first.map(({ student }) => student)])
  const own = [...first, ...(await sessions.where('student', 'in', orNobody(people)).execute())]
  const connections = unique([...own.map(({ connectionId }) => connectionId), text])
  const sharing = await sessions
    .where('connectionId', 'in', connections)
    .where((eb) => eb.or([eb('student', 'is', null), eb('student', 'in', orNobody(people))]))
    .execute()
  const all = [...new Map([...own, ...sharing].map((session) => [session.id, session])).values()]
  const sessionsOf = all.map(({ id }) => id)
  const known = {
    connection: connections,
    invitation: unique(all.map(({ invitationId }) => invitationId)),
    record: unique(all.flatMap(recordsOf)),
    did: unique(all.map(({ theirDid }) => theirDid)),
  }
  const told = await findWebhooks(query, sessionsOf, known)
  const record = unique([...known.record, ...told.map(({ recordId }) => recordId)])
  const did = unique([...known.did, ...told.map(({ theirDid }) => theirDid)])
  const ids = { ...known, record, did }
  const webhooks = (await findWebhooks(query, sessionsOf, ids)).map(({ id }) => id).sort((x, y) => x - y)
  const isNobody = people.length + all.length + webhooks.length === 0
  return isNobody ? null : { students: people, sessions: sessionsOf, webhooks, ids }
}

const sessionColumns = [
  ...(['id', 'student', 'connectionId', 'invitationId', 'theirDid'] as const),
  ...(['proofId', 'credentialId', 'pastRecords'] as const),
] as const

/** What belongs to the sessions, and what belongs to none but names one of the ids: it never was `applied`. */
async function findWebhooks(query: Kysely<Tables>, sessions: readonly number[], ids: Subject['ids']) {
  const events = query.selectFrom('WebhookEvent').select(['id', 'recordId', 'theirDid'])
  const matched = await events.where('session', 'in', orNobody(sessions)).execute()
  const strangers = await events
    .where('session', 'is', null)
    .where('outcome', '<>', sql.lit('applied')) // a literal, or the partial index does not serve
    .where((eb) =>
      eb.or([
        eb('connectionId', 'in', orNothing(ids.connection)),
        eb('invitationId', 'in', orNothing(ids.invitation)),
        eb('recordId', 'in', orNothing(ids.record)),
        eb('theirDid', 'in', orNothing(ids.did)),
      ]),
    )
    .execute()
  return [...matched, ...strangers]
}

function recordsOf(session: { proofId: string | null; credentialId: string | null; pastRecords: string | null }) {
  const { proofId, credentialId, pastRecords } = session
  const past: unknown = JSON.parse(pastRecords ?? '[]')
  return [proofId, credentialId, ...(Array.isArray(past) ? past.map(String) : [])]
}

function unique<Item>(items: readonly (Item | null)[]): Item[] {
  return [...new Set(items.filter((item) => item !== null))]
}
