import type { Job } from '../db/job.ts'
import type { CommandUpdate, DueCommand } from '../db/outbox.ts'
import { settleAll } from '../db/settle-all.ts'
import type { SettledCommand, SettledSession } from '../db/transaction.ts'
import type { OutboxContext } from './outbox-context.ts'
import { familyOf, makesRecord } from './session-records.ts'

/** Writes down what has become of a command. @throws AppError `DATABASE_UNAVAILABLE` */
export type Settle = (command: DueCommand, update: CommandUpdate) => Promise<void>

interface Settled {
  readonly command: DueCommand
  readonly update: CommandUpdate
}

interface Settling extends Settled {
  /** How often its session was being written to. */
  readonly tries: number
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** What comes in within this time is written by one transaction: webhooks wait for as many commits less. */
const togetherMs = 20
/** After so many times its session is waited for. */
const triesAtMost = 5

/**
 * Settles commands in groups, each with its session: which record the attempt has, or what the platform refused or does not hand over. Nothing
 * of it is a version; who watches a timeline is told.
 */
export function createSettle({ db, bus, now }: Pick<OutboxContext, 'db' | 'bus' | 'now'>): Settle {
  let waiting: Settling[] = []

  const add = (settling: Settling) => {
    if (waiting.push(settling) === 1) setTimeout(flush, togetherMs)
  }

  const flush = async () => {
    const group = inOrder(waiting)
    waiting = []
    const isPatient = group.some(({ tries }) => tries === triesAtMost)
    const settled = group.map(({ command, update }) => ({ command, update }))
    let busy: ReadonlySet<number>
    try {
      busy = await db.perform(settleCommands, { settled, at: now(), isPatient })
    } catch (error) {
      for (const { reject } of group) reject(error)
      return
    }
    const isBusy = ({ command }: Settling) => busy.has(command.session.id)
    for (const settling of group.filter(isBusy)) add({ ...settling, tries: settling.tries + 1 })
    const done = group.filter((settling) => !isBusy(settling))
    for (const { resolve } of done) resolve()
    bus.publish(done.map(({ command: { session } }) => ({ sessionId: session.sessionId, version: session.version })))
  }

  return (command, update) => new Promise((resolve, reject) => add({ command, update, tries: 0, resolve, reject }))
}

/** As the pipeline locks sessions, so that two transactions wait for each other only one way round. */
function inOrder(group: readonly Settling[]): Settling[] {
  return group.toSorted((a, b) => a.command.session.id - b.command.session.id)
}

interface Group {
  readonly settled: readonly Settled[]
  readonly at: Date
  /** Whether a session that somebody else is writing to is waited for. */
  readonly isPatient: boolean
}

/**
 * Writes down what has become of these, less those whose session somebody else is writing to: the numbers of such sessions. Were they waited
 * for, the others of the group would be held meanwhile, and the webhooks of all of them would wait.
 */
export const settleCommands: Job<Group, ReadonlySet<number>> = {
  name: 'settle commands',
  async run(tx, { settled, at, isPatient }) {
    const rows = settled.flatMap((each) => toSession(each, at))
    if (isPatient) await tx.sessionsById(settled.map(({ command }) => command.session.sessionId)) // in the order of all
    const wanted = isPatient ? [] : rows.flatMap((row) => (willWrite(row) ? row.id : []))
    const free = await tx.freeSessions(wanted)
    const busy = new Set(wanted.filter((id) => !free.has(id)))
    const commands = settled.filter(({ command }) => !busy.has(command.session.id)).map((each) => toCommand(each, at))
    const sessions = eachOnce(rows.filter(({ id }) => !busy.has(id)))
    await settleAll([tx.settleCommands(commands), ...sessions.map((part) => tx.settleSessions(part))])
    return busy
  },
}

/** Whether it is sure to; to take back what is in trouble is most of the time needless. */
function willWrite({ proofId, credentialId, problem }: SettledSession): boolean {
  return proofId !== null || credentialId !== null || problem !== null
}

function toCommand({ command: { id }, update }: Settled, at: Date): SettledCommand {
  const { outcome, dueAt = null, unread = false, recordId = null, error = null } = update
  return { id, outcome, dueAt, unread, recordId, error, settledAt: dueAt ? null : at }
}

/** Nothing, where the session stays as it is. */
function toSession({ command, update }: Settled, at: Date): SettledSession[] {
  const { kind, attempt, session } = command
  const { outcome, recordId = null, problem } = update
  if (outcome === 'waiting' && problem === undefined) return []
  const isMade = makesRecord(kind) && recordId !== null
  const [proof, credential] = familyOf(kind) === 'proof' ? [true, false] : [false, true]
  return [
    {
      id: session.id,
      proofAttempt: proof ? attempt : null,
      credentialAttempt: credential ? attempt : null,
      proofId: proof && isMade ? recordId : null,
      proofRequestedAt: proof && isMade ? at : null,
      credentialId: credential && isMade ? recordId : null,
      credentialOfferedAt: credential && isMade ? at : null,
      problem: problem ?? null,
    },
  ]
}

/** In order, in as few parts as have no session twice: most of the time that is one. */
function eachOnce(rows: readonly SettledSession[]): SettledSession[][] {
  const parts: SettledSession[][] = []
  const seen = new Map<number, number>()
  for (const row of rows) {
    const place = seen.get(row.id) ?? 0
    seen.set(row.id, place + 1)
    const part = parts[place]
    if (part) part.push(row)
    else parts.push([row])
  }
  return parts
}
