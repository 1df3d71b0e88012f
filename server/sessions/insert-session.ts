import type { SessionView } from '../../shared/session-view.ts'
import { namingPortal } from '../confirmd/invitation-message.ts'
import type { Job } from '../db/job.ts'
import { toSessionView } from '../db/session-views.ts'
import { type NewSession, type SessionRow, type Transaction, unasked } from '../db/transaction.ts'
import { applyEvents } from './apply-events.ts'
import type { SessionChange } from './bus.ts'
import { findFreeReference } from './free-reference.ts'
import type { PortalRequest } from './portal.ts'

interface Birth {
  /** All but its reference, which is found among those of other sessions. */
  readonly born: Omit<NewSession, 'reference'>
  readonly portal: PortalRequest | null
  readonly ttlMs: number
}

interface Born {
  readonly changes: readonly SessionChange[]
  readonly hasCommands: boolean
  readonly view: SessionView
}

/** Stores a new session, with what webhooks already told of its invitation. */
export const insertSession: Job<Birth, Born> = {
  name: 'insert session',
  async run(tx, { born, portal, ttlMs }) {
    const reference = await findFreeReference(tx)
    const created: NewSession = {
      ...born,
      reference,
      invitationUrl: portal ? namingPortal(born.invitationUrl, portal.clientName, reference) : born.invitationUrl,
    }
    const { changes, hasCommands, sessions } = await applyEvents(tx, { created }, { now: born.createdAt, ttlMs })
    const session = sessions.get(created.sessionId)
    if (portal) await insertVisit(tx, session, portal, born.createdAt)
    return { changes, hasCommands, view: toSessionView(session ?? { ...unasked, ...created }) }
  },
}

async function insertVisit({ query }: Transaction, session: SessionRow | undefined, portal: PortalRequest, at: Date) {
  if (!session) return
  const { interaction, client, scope } = portal
  await query
    .insertInto('PortalVisit')
    .values({ session: session.id, interaction, client, scope, grantId: null, createdAt: at })
    .execute()
}
