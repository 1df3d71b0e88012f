import { isConnected } from '../../shared/advance.ts'
import { CommandKind, SessionStatus } from '../../shared/session-status.ts'
import type { NewCommand, SessionRow } from '../db/transaction.ts'
import { attemptOf, beginAttempt, familyOf, makesRecord } from './session-records.ts'

/** What one transaction is going to ask the platform for. Nothing in it reaches the database by itself. */
export function createCommandDraft(now: Date) {
  const drafted = new Map<string, { readonly sessionId: string; readonly command: NewCommand }>()
  return {
    /** The session with the attempts that these commands begin. */
    add(session: SessionRow, kinds: readonly CommandKind[]): SessionRow {
      let after = session
      for (const kind of kinds) {
        const family = familyOf(kind)
        if (makesRecord(kind)) after = beginAttempt(after, family)
        const { number: attempt } = attemptOf(after, family)
        const command = {
          ...{ session: after.id, kind, attempt },
          ...({ outcome: 'waiting', createdAt: now, dueAt: now } as const),
        }
        drafted.set(`${after.id} ${kind} ${attempt}`, { sessionId: after.sessionId, command })
      }
      return after
    },
    /** Less what the rest of the transaction has shown to be needless. */
    due: (find: (sessionId: string) => SessionRow | undefined): NewCommand[] =>
      [...drafted.values()].flatMap(({ sessionId, command }) => {
        const session = find(sessionId)
        return session && isCalledFor(session, command) ? command : []
      }),
  }
}

/** Whether the session, as it is now, still needs this done: its connection is up, and nothing that it is to bring about has happened. */
export function isCalledFor(session: SessionRow, { kind, attempt }: Pick<NewCommand, 'kind' | 'attempt'>): boolean {
  const { data: status } = SessionStatus.safeParse(session.status)
  if (!status || !isConnected(status)) return false
  if (attempt < attemptOf(session, familyOf(kind)).number) return false
  const { proof, credential } = session
  switch (kind) {
    case CommandKind.enum.requestProof:
      return proof === 'idle' || (proof === 'request' && attempt > 1)
    case CommandKind.enum.verifyPresentation:
      return proof === 'presentation' || proof === 'verified' // the wallet waits for its receipt even where the agent has verified by itself
    case CommandKind.enum.readIdentity:
      return proof === 'verified' && session.portal !== null // nobody else wants to know
    case CommandKind.enum.offerCredential:
      return proof === 'verified' && (credential === 'idle' || (credential === 'offer' && attempt > 1))
  }
}
