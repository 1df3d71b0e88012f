import { z } from 'zod'
import type { Actor } from '../../actor.ts'
import { insertAudit } from '../../db/audit-trail.ts'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import type { StudentKeys } from '../../sessions/student-keys.ts'
import { findSubject, type Subject } from './find-subject.ts'
import { countHeld, type Held, readHeld } from './read-subject.ts'

/** A person, by `sub`, registration number, session (id or reference) or connection. */
export const BySubject = z.object({ key: z.string().trim().min(1).max(255) })
export type BySubject = z.infer<typeof BySubject>

export interface SubjectContext {
  readonly db: Database
  readonly students: StudentKeys
  readonly now: () => Date
}

/** How much is held about the person. @throws AppError `NOT_FOUND`, `DATABASE_UNAVAILABLE` */
export async function previewSubject({ db: { query } }: Pick<SubjectContext, 'db'>, { key }: BySubject): Promise<Held> {
  return countHeld(query, known(await findSubject(query, key)))
}

/** Everything that is held about the person; that somebody has taken it away is recorded, without what it was. Throws likewise; SealError too. */
export async function exportSubject({ db, students, now }: SubjectContext, { key }: BySubject, actor: Actor) {
  const subject = known(await findSubject(db.query, key))
  const held = await countHeld(db.query, subject)
  const data = await readHeld(db.query, subject, students.open)
  const at = now()
  await db.transaction((tx) => insertAudit(tx, actor, { at, action: 'person-exported', detail: heldText(held) }))
  return { exportedAt: at.toISOString(), held, ...data }
}

/** In words, for people and for the audit trail: no value is in it. */
export function heldText(held: Held): string {
  const counted = Object.entries(held).flatMap(([what, count]) => (count === 0 ? [] : `${count} ${what}`))
  return counted.join(', ')
}

/** @throws AppError `NOT_FOUND` */
export function known(subject: Subject | null): Subject {
  if (!subject) throw new AppError('NOT_FOUND', 'Nothing is held under that number, session or connection')
  return subject
}
