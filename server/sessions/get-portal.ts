import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import type { Requester } from './create-session.ts'
import { isSensitive, type PortalRequest } from './portal.ts'

interface PortalContext {
  readonly db: Pick<Database, 'query'>
  readonly requester: Requester
}

/** What a page may know of the portal that has sent its browser here. */
interface PortalInvitation extends Pick<PortalRequest, 'clientName' | 'requestType'> {
  /** Whether it is to be told what is more than its business. */
  readonly isSensitive: boolean
}

/**
 * The portal that has sent this browser here, and for what; null where none has, or where `sessionId` was begun for something
 * else. Only a browser with the cookie of the portal's request can go back there.
 *
 * @throws AppError `DATABASE_UNAVAILABLE`
 */
export async function getPortal(
  { db, requester }: PortalContext,
  sessionId: string | undefined,
): Promise<PortalInvitation | null> {
  const portal = (await requester.portal?.()) ?? null
  if (!portal) return null
  const { clientName, requestType, interaction } = portal
  const told = { clientName, requestType, isSensitive: isSensitive(portal) }
  if (sessionId === undefined) return told
  const visit = await db.query
    .selectFrom('PortalVisit as v')
    .innerJoin('ConnectionSession as s', 's.id', 'v.session')
    .select('v.session')
    .where('v.interaction', '=', interaction)
    .where('s.sessionId', '=', sessionId)
    .executeTakeFirst()
  return visit ? told : null
}

interface FetchContext {
  readonly db: Pick<Database, 'query' | 'transaction'>
  readonly now: () => Date
}

/** Has what the student showed read once more at once, unless that is under way. @throws AppError `DATABASE_UNAVAILABLE` */
export async function readIdentityAgain({ db, now }: FetchContext, sessionId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [session] = await tx.sessionsById([sessionId])
    if (session?.proof !== 'verified') throw new AppError('NOT_VERIFIED', 'Nothing was verified')
    const at = now()
    const open = { outcome: 'waiting', dueAt: at, settledAt: null } as const
    await tx.query
      .insertInto('PlatformCommand')
      .values({ session: session.id, kind: 'readIdentity', attempt: session.proofAttempt, createdAt: at, ...open })
      .onConflict((on) =>
        on
          .columns(['session', 'kind', 'attempt'])
          .doUpdateSet({ ...open, createdAt: at })
          .where((eb) =>
            eb.or([eb('PlatformCommand.dueAt', 'is', null), eb('PlatformCommand.outcome', '=', 'waiting')]),
          ),
      )
      .execute()
  })
}
