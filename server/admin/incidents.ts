import { type NoteIncident, type TellIncident, ToldWhom } from '../../shared/incident.ts'
import type { Actor } from '../actor.ts'
import { insertAudit } from '../db/audit-trail.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'

interface IncidentContext {
  readonly db: Database
  readonly now: () => Date
}

const shown = 200
/** What stops the clock. */
const closing: readonly ToldWhom[] = ['commission', 'nobody']

/** The latest incidents, newest first, each with who was told of it. */
export async function listIncidents({ db: { query } }: Pick<IncidentContext, 'db'>) {
  const incidents = await query.selectFrom('Incident').selectAll().orderBy('id', 'desc').limit(shown).execute()
  const oldest = incidents.at(-1)?.id ?? 0
  const told = await query
    .selectFrom('IncidentTold')
    .select(['id', 'incident', 'whom', 'note', 'toldAt', 'by'])
    .where('incident', '>=', oldest)
    .orderBy('id')
    .execute()
  return incidents.map((incident) => {
    const own = told.flatMap(({ whom, ...row }) =>
      row.incident === incident.id ? { ...row, whom: ToldWhom.catch('others').parse(whom) } : [],
    )
    return { ...incident, told: own, isOpen: !own.some(({ whom }) => closing.includes(whom)) }
  })
}

/** Writes down what has happened; answers its number. What is written stays as it is. */
export function noteIncident({ db, now }: IncidentContext, { what, foundAt }: NoteIncident, actor: Actor) {
  return db.transaction(async (tx) => {
    const at = now()
    const incident = { what, foundAt: new Date(foundAt), by: actor.by, createdAt: at }
    const { id } = await tx.query.insertInto('Incident').values(incident).returning('id').executeTakeFirstOrThrow()
    await insertAudit(tx, actor, { at, action: 'incident-noted', detail: `INC-${id}` })
    return { id }
  })
}

/** Writes down that somebody was told of it, now. @throws AppError `NOT_FOUND`; `BAD_REQUEST` where nobody is to be told and it is not said why. */
export function tellIncident({ db, now }: IncidentContext, { incident, whom, note }: TellIncident, actor: Actor) {
  if (whom === 'nobody' && note === '') throw new AppError('BAD_REQUEST', 'Say why nobody need be told')
  return db.transaction(async (tx) => {
    const known = await tx.query.selectFrom('Incident').select('id').where('id', '=', incident).executeTakeFirst()
    if (!known) throw new AppError('NOT_FOUND', 'Incident not found')
    const at = now()
    const told = { incident, whom, note: note || null, toldAt: at, by: actor.by, createdAt: at }
    await tx.query.insertInto('IncidentTold').values(told).execute()
    await insertAudit(tx, actor, { at, action: 'incident-told', detail: `INC-${incident}: ${whom}` })
  })
}

/** When each incident was found for which the clock still runs, the oldest first. */
export function openIncidents({ query }: Pick<Database, 'query'>) {
  const closed = query.selectFrom('IncidentTold').select('incident').where('whom', 'in', closing)
  return query
    .selectFrom('Incident')
    .select(['id', 'foundAt'])
    .where('id', 'not in', closed)
    .orderBy('foundAt')
    .execute()
}
