import type { Kysely, Selectable } from 'kysely'
import type { Outcome } from '../../shared/webhook-event.ts'
import type { Tables } from './entities/entities.ts'

/** What a session's view is made of from its beginning. */
const bornColumns = [
  ...(['sessionId', 'version', 'status', 'credential', 'proof', 'requestType', 'invitationId'] as const),
  ...(['invitationUrl', 'shortUrl', 'connectionId', 'theirLabel', 'createdAt', 'updatedAt', 'expiresAt'] as const),
  'reference',
] as const
/** What a session's view is made of. */
export const viewColumns = [...bornColumns, 'endedBy', 'registrationNumber', 'numberedVersion'] as const
/** Which records a session's attempts have, which tells whose webhooks still count. */
const attemptColumns = [
  ...(['proofId', 'proofRequestedAt', 'proofAttempt', 'credentialId', 'credentialOfferedAt'] as const),
  ...(['credentialAttempt', 'pastRecords', 'problem', 'organization', 'waitingAfter'] as const),
] as const
/** What transactions read of a session: all but what only support needs. */
export const sessionColumns = ['id', 'theirDid', 'portal', 'audience', ...attemptColumns, ...viewColumns] as const
export const insertedSession = [
  ...bornColumns,
  ...(['portal', 'audience', 'theirDid', 'userAgent', 'ipAddress', 'organization', 'notice'] as const),
] as const
export const updatedSession = [
  ...(['version', 'status', 'credential', 'proof', 'connectionId', 'theirDid', 'theirLabel'] as const),
  ...(['updatedAt', 'expiresAt', 'endedBy'] as const),
  ...attemptColumns,
] as const

/** All of a history row. */
export const historyColumns = [
  ...(['session', 'version', 'cause', 'webhookId', 'statusBefore', 'credentialBefore', 'proofBefore'] as const),
  ...(['status', 'credential', 'proof', 'connectionId', 'theirLabel', 'expiresAt', 'at'] as const),
] as const

export const insertedWebhook = [
  ...(['webhookId', 'dialect', 'topic', 'organizationId', 'agentId', 'connectionId', 'invitationId'] as const),
  ...(['session', 'payload', 'events', 'theirDid', 'theirLabel', 'outcome', 'error', 'processed'] as const),
  ...(['processedAt', 'createdAt', 'nextAttemptAt', 'recordId', 'reuse', 'lagMs'] as const),
] as const
/** What is read of an event that waits for its session: on SQLite all of it stands in an index. */
export const unmatchedColumns = [
  ...(['id', 'webhookId', 'dialect', 'organizationId', 'connectionId', 'invitationId'] as const),
  ...(['events', 'attempts', 'recordId', 'reuse', 'createdAt'] as const),
] as const
/** What it tells of the other side; not in that index, since it is personal. */
export const peerColumns = ['theirDid', 'theirLabel'] as const
/** What is read of an event that waits beside too many others. */
export const surplusColumns = ['id', 'webhookId', 'attempts', 'createdAt'] as const
/** What is written when an event's outcome changes. */
export const updatedOutcome = [
  ...(['session', 'outcome', 'error', 'processed', 'processedAt', 'attempts', 'nextAttemptAt'] as const),
] as const

export const insertedCommand = ['session', 'kind', 'attempt', 'outcome', 'createdAt', 'dueAt'] as const

/** What is written when a command is settled, or is to be tried again. */
export const settledCommand = ['outcome', 'dueAt', 'unread', 'recordId', 'error', 'settledAt'] as const
/** What the platform's answer names of a session's records: each as before where null. */
export const answeredColumns = ['proofId', 'proofRequestedAt', 'credentialId', 'credentialOfferedAt'] as const
/** Which attempt it must still be at: any where null. */
export const settledAttempts = ['proofAttempt', 'credentialAttempt'] as const

export const counterColumns = ['kind', 'name', 'at', 'shard', 'count'] as const

type Session = Selectable<Tables['ConnectionSession']>
type Webhook = Selectable<Tables['WebhookEvent']>

/** `id` is the row's own number, which other tables refer to: it grows with time, so that what is busy lies together. */
export type SessionRow = Readonly<Pick<Session, (typeof sessionColumns)[number]>>
/** What the row of a session that was just made has beside what it was made with. */
export const unasked = {
  proofId: null,
  proofRequestedAt: null,
  proofAttempt: 0,
  credentialId: null,
  credentialOfferedAt: null,
  credentialAttempt: 0,
  pastRecords: null,
  problem: null,
  waitingAfter: null,
  endedBy: null,
  registrationNumber: null,
  numberedVersion: null,
} as const
/** A session as it is to be, and the version that it was read with. */
export type ChangedSession = SessionRow & { readonly versionBefore: number }
export type NewSession = Readonly<Pick<Session, (typeof insertedSession)[number]>>
export type HistoryRow = Readonly<Selectable<Tables['SessionHistory']>>
/** `foundBy` is the key that found it; one that has both is found twice. */
export type UnmatchedEvent = Readonly<Pick<Webhook, (typeof unmatchedColumns | typeof peerColumns)[number]>> & {
  readonly foundBy: 'connectionId' | 'invitationId'
}
export type SurplusEvent = Readonly<Pick<Webhook, (typeof surplusColumns)[number]>>
export type NewWebhook = Readonly<Omit<Pick<Webhook, (typeof insertedWebhook)[number]>, 'processed' | 'reuse'>> & {
  readonly processed: boolean
  readonly reuse: boolean
}

/** What the platform is to be asked for. */
export type NewCommand = Readonly<Pick<Selectable<Tables['PlatformCommand']>, (typeof insertedCommand)[number]>>

type Command = Selectable<Tables['PlatformCommand']>
/** What has become of a command. */
export type SettledCommand = Readonly<Pick<Command, 'id' | Exclude<(typeof settledCommand)[number], 'unread'>>> & {
  readonly unread: boolean
}
/** What that means for its session, which is left alone where it is at another attempt by now, or erased. */
export type SettledSession = Readonly<Pick<Session, 'id' | 'problem' | (typeof answeredColumns)[number]>> & {
  readonly [Attempt in (typeof settledAttempts)[number]]: number | null
}

/** What became of a stored event. It is found by its row's id, never by one computed anew. */
export type OutcomeUpdate = {
  readonly id: number
  readonly webhookId: string
  readonly session: number | null
  /** When it came. */
  readonly createdAt: Date
  /** Its outcome until now. */
  readonly before: Outcome
  readonly outcome: Outcome
  readonly error: string | null
  readonly processed: boolean
  readonly processedAt: Date | null
  readonly attempts: number
  readonly nextAttemptAt: Date | null
}

/**
 * What is counted: see `WebhookCount`. The last five go by time: `minute` counts events by the outcome that they have now
 * and the minute in which they came, `answer-minute` refused webhooks by their answer, `lag` by the hour; `key` webhooks by the
 * secret that they came with and the hour, `key-held` the minutes in which a process accepted some secrets.
 */
export type CounterKind =
  | 'topic'
  | 'outcome'
  | 'status'
  | 'answer'
  | 'minute'
  | 'lag'
  | 'answer-minute'
  | 'key'
  | 'key-held'

/** How many more, or fewer, of one thing. */
export type CounterRow = {
  readonly kind: CounterKind
  readonly name: string
  readonly at: number
  readonly count: number
}

export interface Keys {
  readonly connectionIds: readonly string[]
  readonly invitationIds: readonly string[]
}

/** One open transaction: the webhook path's own statements, and `query` for any other. Sessions that were read stay locked until it ends. */
export interface Transaction {
  /** Which of these webhooks are stored already. */
  storedWebhooks(webhookIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Sessions bound to one of the connections or made for one of the invitations. */
  sessionsByKeys(keys: Keys): Promise<SessionRow[]>
  sessionsById(sessionIds: readonly string[]): Promise<SessionRow[]>
  /** Unfinished sessions that have stood still past their `expiresAt`, the oldest first, less those that another process is ending now. */
  expiredSessions(at: Date, limit: number): Promise<SessionRow[]>
  /** Unmatched events with one of the keys and a number above `after`: of each key the oldest, at most `limit`. */
  unmatchedEvents(keys: Keys, page: { readonly after: number; readonly limit: number }): Promise<UnmatchedEvent[]>
  /** Of the unmatched events with one of the keys, those that came before the newest `keep`: of each key the oldest, at most `limit`. */
  surplusEvents(keys: Keys, page: { readonly keep: number; readonly limit: number }): Promise<SurplusEvent[]>

  /** Answers the new row's number. */
  insertSession(session: NewSession): Promise<number>
  /** Each must still have the version that it was read with. */
  updateSessions(sessions: readonly ChangedSession[]): Promise<void>
  insertHistory(history: readonly HistoryRow[]): Promise<void>
  insertWebhooks(webhooks: readonly NewWebhook[]): Promise<void>
  updateOutcomes(updates: readonly OutcomeUpdate[]): Promise<void>
  /** Leaves out what is written already. */
  insertCommands(commands: readonly NewCommand[]): Promise<void>
  addCounters(counters: readonly CounterRow[]): Promise<void>
  /** Which of these sessions nobody is writing to: they stay locked until the transaction ends. */
  freeSessions(ids: readonly number[]): Promise<ReadonlySet<number>>
  /** Leaves out those of sessions that are erased. */
  settleCommands(commands: readonly SettledCommand[]): Promise<void>
  /** Each session once. Those that are so already are neither written nor locked. */
  settleSessions(sessions: readonly SettledSession[]): Promise<void>
  /** Any other statement, within the transaction. */
  readonly query: Kysely<Tables>
}
