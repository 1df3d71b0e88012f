import { defineEntity, type InferEntity } from '@mikro-orm/core'
import type { CommandKind } from '../../../shared/session-status.ts'
import { ConnectionSession } from './connection-session.ts'

/**
 * What became of a command. `calling`: a process is at it, or was when it died. `answered`: the platform did it. `refused`:
 * the platform will not do it, however often it is asked. `dropped`: it was no longer called for.
 */
export type CommandOutcome = 'waiting' | 'calling' | 'answered' | 'refused' | 'dropped'

/**
 * The outbox: what the platform is to be asked for, written in the commit that moves the session, and carried out
 * afterwards. One row for each session, kind and attempt, for ever.
 */
export const PlatformCommand = defineEntity({
  name: 'PlatformCommand',
  properties: (p) => ({
    id: p.integer().primary().autoincrement(),
    session: p.manyToOne(ConnectionSession).mapToPk().index(false), // the unique index begins with it
    kind: p.string().$type<CommandKind>().length(32),
    /** From 1. */
    attempt: p.integer(),
    outcome: p.string().$type<CommandOutcome>().length(16),
    createdAt: p.datetime(),
    /** When it is due; while it is `calling`, when another process may take it over. Null once it is settled. */
    dueAt: p.datetime().nullable(),
    /** How often a process took it to carry it out. */
    calls: p.integer().default(0),
    /** When one did so last. */
    calledAt: p.datetime().nullable(),
    /** Whether a call went out whose answer nobody has read: the platform is looked at before it is asked again. */
    unread: p.boolean().default(false),
    settledAt: p.datetime().nullable(),
    /** The record that the platform made or worked on. */
    recordId: p.string().length(255).nullable(),
    /** Why the last call failed: the platform's own words where it had any. Operators only. */
    error: p.text().nullable(),
  }),
  uniques: [{ properties: ['session', 'kind', 'attempt'] }],
  indexes: [
    {
      name: 'PlatformCommand_due',
      expression: 'create index "PlatformCommand_due" on "PlatformCommand" ("dueAt") where "dueAt" is not null',
    },
    {
      name: 'PlatformCommand_refused',
      expression: `create index "PlatformCommand_refused" on "PlatformCommand" ("id") where "outcome" = 'refused'`,
    },
  ],
})
export type PlatformCommand = InferEntity<typeof PlatformCommand>
