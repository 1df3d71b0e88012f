import { sql } from 'kysely'
import type { CommandKind } from '../../shared/session-status.ts'
import type { Database } from './database.ts'
import type { CommandOutcome } from './entities/platform-command.ts'
import { padded } from './padded.ts'
import { settleAll } from './settle-all.ts'
import { type NewCommand, type SessionRow, sessionColumns, type Transaction } from './transaction.ts'

/** A command of the outbox that this process is to carry out now, and its session. */
export interface DueCommand {
  readonly id: number
  readonly kind: CommandKind
  readonly attempt: number
  readonly createdAt: Date
  /** How often it was taken to be carried out, this time counted. */
  readonly calls: number
  /** Whether a call has gone out whose answer nobody read. */
  readonly unread: boolean
  readonly session: SessionRow
}

/** What has become of a command. `dueAt` where it is to be tried again. */
export interface CommandUpdate {
  readonly outcome: CommandOutcome
  readonly dueAt?: Date
  readonly unread?: boolean
  readonly recordId?: string | null
  readonly error?: string | null
  /** What the student is to be told is in trouble; null: nothing any more. Absent: as before, where it is tried again. */
  readonly problem?: CommandKind | null
}

const commandColumns = ['id', 'kind', 'attempt', 'createdAt', 'calls', 'unread', 'outcome', 'session'] as const
/** How many are looked at in one transaction; what is no longer called for is many, after a rush. Where each is a row to be locked, fewer. */
const lookedAt = 256
const lookedAtShared = 64

/** Whether any command is due: most of the time there is none, and no transaction is needed to know it. */
export async function isAnyDue({ query }: Pick<Database, 'query'>, now: Date): Promise<boolean> {
  const due = query.selectFrom('PlatformCommand').select('id').where('dueAt', '<=', now).limit(1)
  return (await due.execute()).length > 0
}

export interface Claim {
  readonly now: Date
  readonly limit: number
  readonly leaseMs: number
  /** Whether other processes take some too, and hold those that they are looking at. */
  readonly isShared: boolean
}

export interface Claimed {
  readonly commands: readonly DueCommand[]
  /** Whether others may be due. */
  readonly isMore: boolean
}

/**
 * Takes up to `limit` commands that are due, the oldest first: until `leaseMs` from now they are this process's alone. One
 * that another process had taken and never settled comes back as `unread`. What is not `isCalledFor`, with the session as it
 * is now, is dropped.
 */
export async function claimCommands(
  { query }: Pick<Transaction, 'query'>,
  { now, limit, leaseMs, isShared }: Claim,
  isCalledFor: (session: SessionRow, command: Pick<DueCommand, 'kind' | 'attempt'>) => boolean,
): Promise<Claimed> {
  const most = isShared ? lookedAtShared : lookedAt
  const open = query
    .selectFrom('PlatformCommand')
    .select(commandColumns)
    .where('dueAt', '<=', now)
    .orderBy('dueAt')
    .limit(most)
  const rows = await (isShared ? open.forUpdate().skipLocked() : open).execute()
  if (rows.length === 0) return { commands: [], isMore: false }
  const sessions = await query
    .selectFrom('ConnectionSession')
    .select(sessionColumns)
    .where('id', 'in', padded(rows.map(({ session }) => session)))
    .execute()
  const byId = new Map(sessions.map((session) => [session.id, session]))
  const found = rows.flatMap(({ outcome, ...row }) => {
    const session = byId.get(row.session)
    if (!session || !isCalledFor(session, row)) return []
    return { ...row, calls: row.calls + 1, unread: Boolean(row.unread) || outcome === 'calling', session }
  })
  const commands: DueCommand[] = found.slice(0, limit)
  const needed = new Set(found.map(({ id }) => id))
  const needless = rows.flatMap(({ id }) => (needed.has(id) ? [] : id))
  const drop = query
    .updateTable('PlatformCommand')
    .set({ outcome: 'dropped', dueAt: null, unread: false, settledAt: now })
    .where('id', 'in', padded(needless))
  const take = query
    .updateTable('PlatformCommand')
    .set((eb) => ({
      outcome: sql.lit<CommandOutcome>('calling'),
      dueAt: new Date(now.getTime() + leaseMs),
      calledAt: now,
      calls: eb('calls', '+', 1),
      unread: sql<boolean>`"unread" or "outcome" = 'calling'`,
    }))
    .where('id', 'in', padded(commands.map(({ id }) => id)))
  await settleAll([needless.length > 0 && drop.execute(), commands.length > 0 && take.execute()])
  return { commands, isMore: found.length > commands.length || rows.length === most }
}

/** On a database of this process alone: what it had begun when it died is due at once. */
export async function takeBackCommands(db: Database, now: Date): Promise<void> {
  await db.transaction(({ query }) =>
    query
      .updateTable('PlatformCommand')
      .set({ dueAt: now })
      .where('dueAt', 'is not', null)
      .where('outcome', '=', sql.lit<CommandOutcome>('calling'))
      .execute(),
  )
}

/** Takes back what waits to be tried again; false where it is being carried out, is settled, or may have been done already. */
export async function dropWaiting(
  { query }: Pick<Transaction, 'query'>,
  { session, kind, attempt }: Pick<NewCommand, 'session' | 'kind' | 'attempt'>,
  now: Date,
): Promise<boolean> {
  const dropped = await query
    .updateTable('PlatformCommand')
    .set({ outcome: 'dropped', dueAt: null, settledAt: now })
    .where('session', '=', session)
    .where('kind', '=', kind)
    .where('attempt', '=', attempt)
    .where('outcome', '=', 'waiting')
    .where(sql<boolean>`not "unread"`)
    .returning('id')
    .executeTakeFirst()
  return dropped !== undefined
}

/** The command of this kind for the session's present attempt, or undefined where there is none. */
export function findCommand(
  { query }: Pick<Transaction, 'query'>,
  session: number,
  kind: CommandKind,
  attempt: number,
) {
  return query
    .selectFrom('PlatformCommand')
    .select(['outcome', 'dueAt'])
    .where('session', '=', session)
    .where('kind', '=', kind)
    .where('attempt', '=', attempt)
    .executeTakeFirst()
}

/** Records that belong to other sessions of the same connection, which a wallet that knows us may use for several. */
export async function recordsOfOthers({ query }: Pick<Database, 'query'>, { id, connectionId }: SessionRow) {
  const others = await query
    .selectFrom('ConnectionSession')
    .select(['proofId', 'credentialId', 'pastRecords'])
    .where('connectionId', '=', connectionId)
    .where('id', '<>', id)
    .execute()
  return others
}
