import type { Kysely, Selectable } from 'kysely'
import { outcomeOf } from '../../shared/session-outcome.ts'
import { type SessionView, StoredView } from '../../shared/session-view.ts'
import type { Tables } from './entities/entities.ts'
import { padded } from './padded.ts'
import type { viewColumns } from './transaction.ts'

export type ViewRow = Readonly<Pick<Selectable<Tables['ConnectionSession']>, (typeof viewColumns)[number]>>

export interface SessionVersion {
  readonly sessionId: string
  readonly version: number
}

/** Reads for streams and pages; they never wait for a webhook's transaction. @throws AppError `DATABASE_UNAVAILABLE` */
export interface SessionViews {
  /** The session's view, or null where there is none. */
  view(sessionId: string): Promise<SessionView | null>
  /** Every version after `version`, in order. */
  versionsAfter(sessionId: string, version: number): Promise<SessionView[]>
}

/** At which version each of these sessions is; those that do not exist are left out. */
export function readVersions(query: Kysely<Tables>, sessionIds: readonly string[]): Promise<SessionVersion[]> {
  return query
    .selectFrom('ConnectionSession')
    .select(['sessionId', 'version'])
    .where('sessionId', 'in', padded(sessionIds))
    .execute()
}

/** A row as a browser may see it. @throws ZodError where the row holds a state that nothing here knows. */
export function toSessionView(row: ViewRow): SessionView {
  const isNumbered = row.numberedVersion !== null && row.version >= row.numberedVersion
  const view = StoredView.parse({
    sessionId: row.sessionId,
    version: row.version,
    status: row.status,
    credential: row.credential,
    proof: row.proof,
    requestType: row.requestType,
    reference: row.reference,
    registrationNumber: isNumbered ? row.registrationNumber : null,
    invitationId: row.invitationId,
    invitationUrl: row.invitationUrl,
    shortUrl: row.shortUrl ?? row.invitationUrl,
    connectionId: row.connectionId,
    theirLabel: row.theirLabel,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  })
  return { ...view, outcome: outcomeOf({ ...view, endedBy: row.endedBy }) }
}
