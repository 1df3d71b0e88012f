import { isConnected, isEnded } from '../../shared/advance.ts'
import { SessionStatus } from '../../shared/session-status.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { shortUrlOf } from './create-session.ts'

export interface Invitation {
  /** Complete: the whole out-of-band invitation is in it. */
  readonly invitationUrl: string
  readonly shortUrl: string
  /** Whether it can still be taken. */
  readonly isOpen: boolean
  /** Whether a wallet may still read it: one that has just taken it may ask a second time. */
  readonly isReadable: boolean
}

interface InvitationContext {
  readonly db: Pick<Database, 'query'>
  readonly publicUrl: string
  readonly now: () => Date
}

/** As `createSession` makes them: 128 bits in base64url. */
const wellFormed = /^[\w-]{22}$/
const readableForMs = 60_000

/**
 * The invitation of that short link. Reading it changes nothing: wallets do so twice.
 *
 * @throws AppError `NOT_FOUND`, `DATABASE_UNAVAILABLE`
 */
export async function getInvitation({ db, publicUrl, now }: InvitationContext, id: string): Promise<Invitation> {
  const shortUrl = shortUrlOf(publicUrl, id)
  const session = wellFormed.test(id)
    ? await db.query
        .selectFrom('ConnectionSession')
        .select(['id', 'status', 'invitationUrl'])
        .where('shortUrl', '=', shortUrl)
        .executeTakeFirst()
    : undefined
  if (!session) throw new AppError('NOT_FOUND', 'Invitation not found')
  const { invitationUrl } = session
  const status = SessionStatus.parse(session.status)
  if (isEnded(status)) return { invitationUrl, shortUrl, isOpen: false, isReadable: false }
  if (!isConnected(status)) return { invitationUrl, shortUrl, isOpen: true, isReadable: true }
  const connectedAt = await readConnectedAt(db, session.id)
  const isReadable = connectedAt !== undefined && now().getTime() - connectedAt.getTime() < readableForMs
  return { invitationUrl, shortUrl, isOpen: false, isReadable }
}

/** When the wallet's connection could first be used. */
async function readConnectedAt({ query }: InvitationContext['db'], session: number): Promise<Date | undefined> {
  const row = await query
    .selectFrom('SessionHistory')
    .select('at')
    .where('session', '=', session)
    .where('status', 'in', ['active', 'completed'])
    .orderBy('version')
    .limit(1)
    .executeTakeFirst()
  return row?.at
}
