import { type Kysely, sql } from 'kysely'
import { RequestType, type SessionEvent } from '../../shared/session-status.ts'
import {
  type SessionTimeline,
  type TimelineCommand,
  type TimelineEntry,
  TimelineState,
} from '../../shared/session-timeline.ts'
import { Outcome, parseEvents } from '../../shared/webhook-event.ts'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/entities/entities.ts'
import { AppError } from '../errors.ts'
import { decodeStored } from '../webhooks/decode-older.ts'

/** Everything that happened to the session, and every webhook that came for it and changed nothing. @throws AppError `NOT_FOUND` */
export async function timeline(
  { db }: { readonly db: Database },
  { sessionId }: { readonly sessionId: string },
): Promise<SessionTimeline> {
  const session = await findSession(db.query, sessionId)
  const versions = (await readVersions(db.query, session.id)).flatMap(toKnown)
  const webhooks = await readWebhooks(db, session)
  const commands = await readCommands(db.query, session.id)
  const { requestType, connectionId, invitationId, expiresAt } = session
  return {
    sessionId,
    requestType: RequestType.parse(requestType),
    connectionId,
    invitationId,
    expiresAt: expiresAt.toISOString(),
    entries: toEntries(versions, webhooks),
    commands,
  }
}

/** What a timeline is found by. @throws AppError `NOT_FOUND` */
export async function findSession(query: Kysely<Tables>, sessionId: string) {
  const session = await query
    .selectFrom('ConnectionSession')
    .select(['id', 'version', 'requestType', 'connectionId', 'invitationId', 'expiresAt'])
    .where('sessionId', '=', sessionId)
    .executeTakeFirst()
  if (!session) throw new AppError('NOT_FOUND', 'Session not found')
  return session
}

/** What the platform was asked for, the first first. */
export async function readCommands(query: Kysely<Tables>, session: number): Promise<TimelineCommand[]> {
  const rows = await query
    .selectFrom('PlatformCommand')
    .select(['kind', 'attempt', 'outcome', 'createdAt', 'calledAt', 'calls', 'settledAt', 'error'])
    .where('session', '=', session)
    .orderBy('id')
    .execute()
  return rows.map(({ createdAt, calledAt, settledAt, ...row }) => ({
    ...row,
    at: createdAt.toISOString(),
    calledAt: calledAt?.toISOString() ?? null,
    settledAt: settledAt?.toISOString() ?? null,
  }))
}

type TimelineSession = Awaited<ReturnType<typeof findSession>>

/** Every version of a session from `from` on, the first one first; `after` is undefined where nothing here knows that state. */
export async function readVersions(query: Kysely<Tables>, session: number, from = 1) {
  const rows = await query
    .selectFrom('SessionHistory')
    .select(['version', 'cause', 'webhookId', 'statusBefore', 'credentialBefore', 'proofBefore'])
    .select(['status', 'credential', 'proof', 'connectionId', 'at'])
    .where('session', '=', session)
    .where('version', '>=', from)
    .orderBy('version')
    .execute()
  return rows.map(({ statusBefore, credentialBefore, proofBefore, status, credential, proof, ...rest }) => {
    const was = { status: statusBefore, credential: credentialBefore, proof: proofBefore }
    const { data: before = null } = TimelineState.safeParse(was)
    return { ...rest, before, after: TimelineState.safeParse({ status, credential, proof }).data }
  })
}

export type Version = ReturnType<typeof toKnown>[number]

/** Without what nothing here knows. */
export function toKnown({ connectionId, after, ...version }: Awaited<ReturnType<typeof readVersions>>[number]) {
  return after ? [{ ...version, after }] : []
}

export type SessionWebhook = Awaited<ReturnType<typeof readWebhooks>>[number]

/** Webhooks that came after one, or were taken up since. */
export interface Since {
  readonly webhook: number
  readonly at: Date
}

/**
 * Every webhook that belongs to the session, or came for it, with what it told the machine, in order: undefined where
 * nobody can tell, since its payload is purged, or cannot be read any more.
 */
export async function readWebhooks(db: Database, session: TimelineSession, since: Since | null = null) {
  const columns = ['id', 'webhookId', 'topic', 'events', 'outcome', 'error', 'createdAt', 'processedAt'] as const
  const all = db.query
    .selectFrom(webhooksOf(db.query, session, columns).as('webhook'))
    .select(columns)
    .orderBy('id')
  const rows = await (since
    ? all.where(({ eb, or }) => or([eb('id', '>', since.webhook), eb('processedAt', '>=', since.at)]))
    : all
  ).execute()
  const undecoded = rows.flatMap(({ id, events }) => (events === null ? id : []))
  const older = await decodeStored(db, undecoded)
  return rows.flatMap(({ events, ...row }) => {
    const { data: outcome } = Outcome.safeParse(row.outcome)
    return outcome ? [{ ...row, outcome, events: events === null ? older.get(row.id) : parseKnown(events) }] : []
  })
}

/** Undefined where another version has stored what nothing here knows. */
function parseKnown(events: string): readonly SessionEvent[] | undefined {
  try {
    return parseEvents(events)
  } catch {
    return undefined
  }
}

/** Every webhook that belongs to the session, or that is unmatched or was ignored with one of its keys. */
export function webhooksOf<Column extends keyof Tables['WebhookEvent']>(
  query: Kysely<Tables>,
  { id, connectionId, invitationId }: TimelineSession,
  columns: readonly Column[],
) {
  const events = query.selectFrom('WebhookEvent').select(columns)
  const unmatched = events.where('processed', '=', sql.lit(false)) // literals, or the partial indexes do not serve
  const ignored = events.where('outcome', '=', sql.lit('ignored'))
  return events
    .where('session', '=', id)
    .union(unmatched.where('connectionId', '=', connectionId))
    .union(unmatched.where('invitationId', '=', invitationId))
    .union(ignored.where('connectionId', '=', connectionId))
    .union(ignored.where('invitationId', '=', invitationId))
}

/**
 * Merges what changed the session with what did not, in the order in which they took effect. Times alone do not
 * tell: one transaction stores many webhooks at one time, and the order in which they came decides there. `before` is the
 * state that the first of them met.
 */
export function toEntries(
  versions: readonly Version[],
  webhooks: readonly SessionWebhook[],
  before: TimelineState | null = null,
): TimelineEntry[] {
  const byId = new Map(webhooks.map((webhook) => [webhook.webhookId, webhook]))
  const effective = new Set(versions.map(({ webhookId }) => webhookId))
  const others = webhooks
    .filter(({ webhookId }) => !effective.has(webhookId))
    .map((webhook) => ({ ...webhook, at: webhook.processedAt ?? webhook.createdAt }))
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.id - b.id)
  const entries: TimelineEntry[] = []
  let state = before
  let next = 0
  for (const version of versions) {
    const cause = version.webhookId === null ? undefined : byId.get(version.webhookId)
    for (let other = others[next]; other && isBefore(other, version, cause); other = others[++next]) {
      entries.push(toNoopEntry(other, state))
    }
    entries.push(toVersionEntry(version, cause))
    state = version.after
  }
  for (const other of others.slice(next)) entries.push(toNoopEntry(other, state))
  return entries
}

function isBefore(other: { id: number; at: Date }, version: Version, cause: SessionWebhook | undefined): boolean {
  if (other.at.getTime() !== version.at.getTime()) return other.at < version.at
  return cause?.createdAt.getTime() === version.at.getTime() && other.id < cause.id // else the cause had to wait
}

function toVersionEntry({ at, ...version }: Version, webhook: SessionWebhook | undefined): TimelineEntry {
  return { ...version, ...factsOf(webhook), id: `v${version.version}`, at: at.toISOString() }
}

function toNoopEntry(webhook: SessionWebhook & { at: Date }, state: TimelineState | null): TimelineEntry {
  const { id, webhookId, at } = webhook
  const unchanged = { version: null, before: state, after: state }
  return { ...factsOf(webhook), ...unchanged, id: `w${id}`, at: at.toISOString(), cause: 'webhook', webhookId }
}

function factsOf(webhook: SessionWebhook | undefined) {
  return {
    receivedAt: webhook?.createdAt.toISOString() ?? null,
    topic: webhook?.topic ?? null,
    ...(webhook?.events && { events: webhook.events }),
    outcome: webhook?.outcome ?? ('applied' as const),
    error: webhook?.error ?? null,
  }
}
