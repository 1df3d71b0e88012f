import type { Actor } from '../../actor.ts'
import { insertAudit } from '../../db/audit-trail.ts'
import type { Transaction } from '../../db/transaction.ts'
import type { PipelineContext } from '../../sessions/apply-events.ts'
import { cancelSession } from '../../sessions/cancel-session.ts'
import type { KeyKind } from '../../sessions/erased-keys.ts'
import { clearSubject } from './clear-subject.ts'
import { findSubject, orNobody, type Subject } from './find-subject.ts'
import { countHeld, type Held } from './read-subject.ts'
import { type BySubject, heldText, known, type SubjectContext } from './subject-requests.ts'

export interface EraseContext extends SubjectContext, PipelineContext {}

/** What was erased. */
export interface Erased {
  readonly held: Held
  /** The portals that had been told of the person, who are to be told now that they were erased here. */
  readonly told: readonly string[]
  /** Whether nothing of it can be read in the database's files any more; where it is false, their owner's next clearing does that. */
  readonly files: boolean
}

/**
 * Takes a person out of everything that is kept: what is left says that somebody registered, when, and how it went. What comes of them later
 * (webhooks, answers of the platform, replays) is not taken in, by marks that do not tell who they were. Their open sessions end. `thoroughly`
 * also writes the whole database file anew, however long that takes.
 *
 * @throws AppError `NOT_FOUND`, `DATABASE_UNAVAILABLE`; what was erased until then stays so, and it can be done again.
 */
export async function eraseSubject(
  ctx: EraseContext,
  { key }: BySubject,
  actor: Actor,
  thoroughly: true | 'if-small' = 'if-small',
): Promise<Erased> {
  const { db, now } = ctx
  await endSessions(ctx, known(await findSubject(db.query, key)))
  await markAll(ctx, key)
  const { held, told } = await db.transaction(async (tx) => {
    const subject = known(await findSubject(tx.query, key))
    const at = now()
    await mark(tx, ctx, marksOf(ctx, subject))
    const found = await countHeld(tx.query, subject)
    const clients = await clientsTold(tx, subject)
    await clearSubject(tx, db.erasure, subject, at)
    await insertAudit(tx, actor, { at, action: 'person-erased', detail: heldText(found) })
    return { held: found, told: clients }
  })
  return { held, told, files: await db.erasure.finish(thoroughly) }
}

/** So that pages that are open are told, and nothing more is asked of the wallet. */
async function endSessions(ctx: EraseContext, { sessions }: Subject): Promise<void> {
  const rows = await ctx.db.query
    .selectFrom('ConnectionSession')
    .select('sessionId')
    .where('id', 'in', orNobody(sessions))
    .where('status', 'in', ['invitation', 'request', 'response', 'active'])
    .execute()
  for (const { sessionId } of rows) await cancelSession(ctx, sessionId)
}

/** Marks until nothing new has come: after each mark, what had begun before it has ended, and what begins sees it. */
async function markAll(ctx: EraseContext, key: string): Promise<void> {
  const marked = new Set<string>()
  for (;;) {
    const marks = marksOf(ctx, known(await findSubject(ctx.db.query, key))).filter((digest) => !marked.has(digest))
    if (marks.length === 0) return
    for (const digest of marks) marked.add(digest)
    await ctx.db.transaction((tx) => mark(tx, ctx, marks))
    await ctx.db.settled()
  }
}

function marksOf({ students }: EraseContext, { ids }: Subject): string[] {
  const kinds: readonly KeyKind[] = ['connection', 'invitation', 'record', 'did']
  return kinds.flatMap((kind) => ids[kind].map((id) => students.markOf(kind, id)))
}

async function mark({ query }: Transaction, { now }: EraseContext, marks: readonly string[]): Promise<void> {
  const erasedAt = now()
  for (const digest of marks)
    await query
      .insertInto('ErasedKey')
      .values({ digest, erasedAt })
      .onConflict((on) => on.column('digest').doNothing())
      .execute()
}

async function clientsTold({ query }: Transaction, { sessions }: Subject): Promise<string[]> {
  const rows = query.selectFrom('Disclosure').select('client').distinct().where('session', 'in', orNobody(sessions))
  return (await rows.execute()).map(({ client }) => client).sort()
}
