import { z } from 'zod'
import { outcomeOf, type SessionOutcome } from '../../shared/session-outcome.ts'
import { StoredView } from '../../shared/session-view.ts'
import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Sealer } from '../secrets/sealer.ts'

interface VisitsContext {
  readonly db: Pick<Database, 'query' | 'transaction'>
  readonly sealer: Sealer
  readonly now: () => Date
}

/** How a portal's request stands. `sub` is null until the student is known. */
export interface Visit {
  readonly session: number
  readonly sessionId: string
  readonly outcome: SessionOutcome
  readonly sub: string | null
  /** Whether the student is verified, and nothing can be issued to them until what they showed has come. */
  readonly isUnfetched: boolean
}

/** So long a portal that has redeemed its code may fetch what the student showed. */
const redeemedMs = 5 * 60_000

const Shown = z.object({ attributes: z.record(z.string(), z.string()), verifiedAt: z.iso.datetime() })
const Facts = StoredView.pick({ status: true, credential: true, proof: true, requestType: true })

/** What portals' requests have led to. @throws AppError `DATABASE_UNAVAILABLE` */
export function createPortalVisits({ db, sealer, now }: VisitsContext) {
  return {
    /** The session that came furthest of those begun for this request: the one that is finished, else the newest; null where there is none. */
    async find(interaction: string): Promise<Visit | null> {
      const rows = await db.query
        .selectFrom('PortalVisit as v')
        .innerJoin('ConnectionSession as s', 's.id', 'v.session')
        .leftJoin('Student as p', 'p.id', 's.student')
        .select(['s.id', 's.sessionId', 's.status', 's.credential', 's.proof', 's.requestType', 's.endedBy', 'p.sub'])
        .where('v.interaction', '=', interaction)
        .orderBy('s.id', 'desc')
        .limit(50)
        .execute()
      const visits = rows.map(({ id, sessionId, sub, endedBy, ...row }) => {
        const facts = Facts.parse(row)
        const outcome = outcomeOf({ ...facts, endedBy })
        const isUnfetched = outcome === 'open' && facts.proof === 'verified' && sub === null
        return { session: id, sessionId, sub, outcome, isUnfetched }
      })
      return visits.find(({ outcome }) => isDone(outcome)) ?? visits[0] ?? null
    },
    /** Whether what the student showed is there to be fetched. */
    async hasIdentity({ session }: Visit): Promise<boolean> {
      const row = await db.query
        .selectFrom('SealedIdentity')
        .select('session')
        .where('session', '=', session)
        .where('expiresAt', '>', now())
        .executeTakeFirst()
      return row !== undefined
    },
    async noteGrant({ session }: Visit, grantId: string): Promise<void> {
      await db.transaction(({ query }) =>
        query.updateTable('PortalVisit').set({ grantId }).where('session', '=', session).execute(),
      )
    },
    /** What the portal has a grant to be told. Null where it is no longer kept. @throws SealError where it cannot be read. */
    async identity(grantId: string) {
      const row = await db.query
        .selectFrom('PortalVisit as v')
        .innerJoin('ConnectionSession as s', 's.id', 'v.session')
        .innerJoin('SealedIdentity as i', 'i.session', 'v.session')
        .select(['i.sealed', 's.sessionId', 's.requestType', 's.registrationNumber'])
        .where('v.grantId', '=', grantId)
        .where('i.expiresAt', '>', now())
        .executeTakeFirst()
      if (!row) return null
      const { sealed, sessionId, ...session } = row
      return { ...Shown.parse(JSON.parse(sealer.open(sealed, sessionId))), ...session }
    },
    /** The code was redeemed: what was shown is kept for five minutes more, and that it was told is kept for good. */
    async redeemed({ query }: Pick<Transaction, 'query'>, grantId: string): Promise<void> {
      const visit = await query
        .selectFrom('PortalVisit as v')
        .innerJoin('ConnectionSession as s', 's.id', 'v.session')
        .innerJoin('Student as p', 'p.id', 's.student')
        .select(['v.session', 'v.client', 'v.scope', 'p.sub'])
        .where('v.grantId', '=', grantId)
        .executeTakeFirst()
      if (!visit) return
      const { session } = visit
      const expiresAt = new Date(now().getTime() + redeemedMs)
      const kept = query.updateTable('SealedIdentity').set({ expiresAt }).where('session', '=', session)
      await kept.where('expiresAt', '>', expiresAt).execute()
      await query
        .insertInto('Disclosure')
        .values({ at: now(), ...visit })
        .execute()
    },
  }
}

export type PortalVisits = ReturnType<typeof createPortalVisits>

/** Whether the student has got what they came for. */
function isDone(outcome: SessionOutcome): boolean {
  return outcome === 'registered' || outcome === 'signed-in'
}
