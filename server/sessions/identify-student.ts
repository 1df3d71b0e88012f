import { randomBytes } from 'node:crypto'
import { RequestType } from '../../shared/session-status.ts'
import type { VerifiedAttributes } from '../confirmd/platform.ts'
import { PlatformError } from '../confirmd/platform-error.ts'
import type { Database } from '../db/database.ts'
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
    const [current] = await tx.sessionsById([session.sessionId])
    if (!current) throw new PlatformError('refused', 'The student has been erased meanwhile')
    const student = await findOrMake(tx, students, session, attributes, at)
    const isNew = current.registrationNumber !== student.registrationNumber
    if (isNew)
      await tx.query
        .updateTable('ConnectionSession')
        .set({ student: student.id, registrationNumber: student.registrationNumber })
        .set({ numberedVersion: current.version + 1 })
        .where('id', '=', session.id)
        .execute()
    if (session.portal !== null) {
      const shown = JSON.stringify({ attributes, verifiedAt: at.toISOString() })
      const sealed = students.seal(shown, session.sessionId)
      const kept = { sealed, expiresAt: new Date(at.getTime() + unredeemedMs) }
      await tx.query
        .insertInto('SealedIdentity')
        .values({ session: session.id, ...kept })
        .onConflict((on) => on.column('session').doUpdateSet(kept))
        .execute()
    }
    return student
  })
}

async function findOrMake(
  { query }: Transaction,
  students: StudentKeys,
  { requestType, connectionId }: SessionRow,
  attributes: VerifiedAttributes,
  createdAt: Date,
) {
  const known = query.selectFrom('Student').select(['id', 'registrationNumber'])
  const number = attributes[numberName]
  if (RequestType.parse(requestType) === 'authentication' && number !== undefined) {
    const student = await known.where('registrationNumber', '=', number).executeTakeFirst()
    if (student) return student
    throw new PlatformError('refused', 'The wallet showed a registration that is not known here: register again')
  }
  const sub = students.subOf(attributes) ?? students.subOfConnection(connectionId ?? '')
  const registrationNumber = `NELFUND-${randomBytes(6).toString('hex').toUpperCase()}`
  await query
    .insertInto('Student')
    .values({ sub, registrationNumber, createdAt })
    .onConflict((on) => on.column('sub').doNothing())
    .execute()
  return known.where('sub', '=', sub).executeTakeFirstOrThrow()
}
