import type { Job } from '../db/job.ts'
import { type CommandUpdate, type DueCommand, settleCommand } from '../db/outbox.ts'
import type { Transaction } from '../db/transaction.ts'
import type { OutboxContext } from './outbox-context.ts'
import { familyOf, makesRecord } from './session-records.ts'

/** Writes down what has become of a command. @throws AppError `DATABASE_UNAVAILABLE` */
export type Settle = (command: DueCommand, update: CommandUpdate) => Promise<void>

interface Settled {
  readonly command: DueCommand
  readonly update: CommandUpdate
}

interface Settling extends Settled {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** What comes in within this time is written by one transaction: webhooks wait for as many commits less. */
const togetherMs = 20

/**
 * Settles commands in groups, each with its session: which record the attempt has, or what the platform refused or does not hand over. Nothing
 * of it is a version; who watches a timeline is told.
 */
export function createSettle({ db, bus, now }: Pick<OutboxContext, 'db' | 'bus' | 'now'>): Settle {
  let waiting: Settling[] = []

  const flush = async () => {
    const group = waiting
    waiting = []
    try {
      await db.perform(settleCommands, {
        settled: inOrder(group).map(({ command, update }) => ({ command, update })),
        at: now(),
      })
    } catch (error) {
      for (const { reject } of group) reject(error)
      return
    }
    for (const { resolve } of group) resolve()
    bus.publish(group.map(({ command: { session } }) => ({ sessionId: session.sessionId, version: session.version })))
  }

  return (command, update) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ command, update, resolve, reject }) === 1) setTimeout(flush, togetherMs)
    })
}

/** As the pipeline locks sessions, so that two transactions wait for each other only one way round. */
function inOrder(group: readonly Settling[]): Settling[] {
  return group.toSorted((a, b) => a.command.session.id - b.command.session.id)
}

/** Writes down what has become of these. */
export const settleCommands: Job<{ readonly settled: readonly Settled[]; readonly at: Date }, void> = {
  name: 'settle commands',
  async run(tx, { settled, at }) {
    for (const each of settled) await write(tx, each, at)
  },
}

async function write(tx: Transaction, { command, update }: Settled, at: Date): Promise<void> {
  const { kind, attempt, session } = command
  await settleCommand(tx, command, update, at)
  const { outcome, recordId = null, problem } = update
  if (outcome === 'waiting' && problem === undefined) return
  const family = familyOf(kind)
  const made = !makesRecord(kind) || recordId === null ? {} : madeRecord(family, recordId, at)
  await tx.query
    .updateTable('ConnectionSession')
    .set({ ...made, problem: problem ?? null })
    .where('id', '=', session.id)
    .where('erasedAt', 'is', null)
    .where(family === 'proof' ? 'proofAttempt' : 'credentialAttempt', '=', attempt)
    .execute()
}

function madeRecord(family: ReturnType<typeof familyOf>, recordId: string, at: Date) {
  return family === 'proof'
    ? { proofId: recordId, proofRequestedAt: at }
    : { credentialId: recordId, credentialOfferedAt: at }
}
