import { randomBytes } from 'node:crypto'
import { RequestType } from '../../shared/session-status.ts'
import type { VerifiedAttributes } from '../confirmd/platform.ts'
import { PlatformError } from '../confirmd/platform-error.ts'
import type { Database } from '../db/database.ts'
import { settleAll } from '../db/settle-all.ts'
import type { SessionRow, Transaction } from '../db/transaction.ts'
import type { StudentKeys } from './student-keys.ts'

export interface IdentifyContext {
  readonly db: Pick<Database, 'transaction'>
  readonly students: StudentKeys
  readonly now: () => Date
}

/** So long what was shown is kept for a portal that does not fetch it. */
const unredeemedMs = 30 * 60_000
/** What our own credential calls it. */
const numberName = 'registrationNumber'

/**
 * The number of the student who has shown these attributes: given out at the first registration, the same ever after. Where
 * the session is for a portal, what was shown is kept for it, sealed, for half an hour; else nothing of it is kept.
 *
 * @throws PlatformError `refused` where a registration was shown that is not known here, or the session's student was erased.
 * @throws AppError `DATABASE_UNAVAILABLE`
 */
export async function identifyStudent(
  { db, students, now }: IdentifyContext,
  session: SessionRow,
  attributes: VerifiedAttributes,
): Promise<{ readonly registrationNumber: string }> {
  const at = now()
  return db.transaction(async (tx) => {
    const student = await findOrMake(tx, students, session, attributes, at)
    const { id, registrationNumber } = student
    const [[current]] = await settleAll([
      tx.sessionsById([session.sessionId]),
      tx.query
        .updateTable('ConnectionSession')
        .set((eb) => ({ student: id, registrationNumber, numberedVersion: eb('version', '+', 1) }))
        .where('id', '=', session.id)
        .where('registrationNumber', 'is distinct from', registrationNumber)
        .execute(),
      keepShown(tx, students, session, attributes, at),
    ]) // together, so that the session's webhooks wait for it no longer than they must
    if (!current) throw new PlatformError('refused', 'The student has been erased meanwhile')
    return student
  })
}

async function keepShown(
  { query }: Transaction,
  students: StudentKeys,
  { id, sessionId, portal }: SessionRow,
  attributes: VerifiedAttributes,
  at: Date,
): Promise<void> {
  if (portal === null) return
  const sealed = students.seal(JSON.stringify({ attributes, verifiedAt: at.toISOString() }), sessionId)
  const kept = { sealed, expiresAt: new Date(at.getTime() + unredeemedMs) }
  await query
    .insertInto('SealedIdentity')
    .values({ session: id, ...kept })
    .onConflict((on) => on.column('session').doUpdateSet(kept))
    .execute()
}

async function findOrMake(
  { query }: Transaction,
  students: StudentKeys,
  { requestType, connectionId }: SessionRow,
  attributes: VerifiedAttributes,
  createdAt: Date,
) {
  const number = attributes[numberName]
  if (RequestType.parse(requestType) === 'authentication' && number !== undefined) {
    const student = await find(query, 'registrationNumber', number)
    if (student) return student
    throw new PlatformError('refused', 'The wallet showed a registration that is not known here: register again')
  }
  const sub = students.subOf(attributes) ?? students.subOfConnection(connectionId ?? '')
  const known = await find(query, 'sub', sub)
  if (known) return known
  const registrationNumber = `NELFUND-${randomBytes(6).toString('hex').toUpperCase()}`
  const made = await query
    .insertInto('Student')
    .values({ sub, registrationNumber, createdAt })
    .onConflict((on) => on.column('sub').doNothing())
    .returning(['id', 'registrationNumber'])
    .executeTakeFirst()
  const student = made ?? (await find(query, 'sub', sub))
  if (student) return student
  throw new Error('A student is there and cannot be seen')
}

function find(query: Transaction['query'], by: 'sub' | 'registrationNumber', value: string) {
  return query.selectFrom('Student').select(['id', 'registrationNumber']).where(by, '=', value).executeTakeFirst()
}
