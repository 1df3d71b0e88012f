import type { SessionTimeline, TimelineEntry, TimelineState } from '../../shared/session-timeline.ts'
import {
  findTimelineSession,
  readVersions,
  readWebhooksFor,
  type SessionWebhook,
  type Version,
} from '../db/queries/timeline-queries.ts'
import type { Execute } from '../db/statement.ts'
import { AppError } from '../errors.ts'
import type { Told, ToldEvents } from './told-events.ts'

/** Everything that happened to the session, and every webhook that came for it and changed nothing. @throws AppError `NOT_FOUND` */
export async function timeline(read: Execute, toldEvents: ToldEvents, sessionId: string): Promise<SessionTimeline> {
  const session = await findTimelineSession(read, sessionId)
  if (!session) throw new AppError('NOT_FOUND', 'Session not found')
  const versions = await readVersions(read, session.id)
  const webhooks = await readWebhooksFor(read, session)
  const told = await toldEvents(webhooks.map(({ id }) => id))
  const { requestType, connectionId, invitationId, expiresAt } = session
  return {
    sessionId,
    requestType,
    connectionId,
    invitationId,
    expiresAt: expiresAt.toISOString(),
    entries: toEntries(versions, webhooks, told),
  }
}

/**
 * Merges what changed the session with what did not, in the order in which they took effect. Times alone do not
 * tell: one transaction stores many webhooks at one time, and the order in which they came decides there.
 */
export function toEntries(
  versions: readonly Version[],
  webhooks: readonly SessionWebhook[],
  told: Told,
): TimelineEntry[] {
  const byId = new Map(webhooks.map((webhook) => [webhook.webhookId, webhook]))
  const effective = new Set(versions.map(({ webhookId }) => webhookId))
  const others = webhooks
    .filter(({ webhookId }) => !effective.has(webhookId))
    .map((webhook) => ({ webhook, at: webhook.processedAt ?? webhook.createdAt }))
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.webhook.id - b.webhook.id)
  const entries: TimelineEntry[] = []
  let state: TimelineState | null = null
  let next = 0
  for (const version of versions) {
    const cause = version.webhookId === null ? undefined : byId.get(version.webhookId)
    for (let other = others[next]; other && isBefore(other, version, cause); other = others[++next]) {
      entries.push(toNoopEntry(other.webhook, other.at, state, told))
    }
    entries.push(toVersionEntry(version, cause, told))
    state = stateAfter(version)
  }
  for (const { webhook, at } of others.slice(next)) entries.push(toNoopEntry(webhook, at, state, told))
  return entries
}

function isBefore(
  other: { webhook: SessionWebhook; at: Date },
  version: Version,
  cause: SessionWebhook | undefined,
): boolean {
  if (other.at.getTime() !== version.at.getTime()) return other.at < version.at
  const waited = cause !== undefined && cause.createdAt.getTime() !== version.at.getTime()
  return cause !== undefined && !waited && other.webhook.id < cause.id
}

function toVersionEntry(version: Version, webhook: SessionWebhook | undefined, told: Told): TimelineEntry {
  return {
    id: `v${version.version}`,
    at: version.at.toISOString(),
    receivedAt: webhook?.createdAt.toISOString() ?? null,
    cause: version.cause,
    webhookId: version.webhookId,
    topic: webhook?.topic ?? null,
    ...eventsOf(webhook, told),
    outcome: webhook?.outcome ?? 'applied',
    version: version.version,
    before: stateBefore(version),
    after: stateAfter(version),
    error: webhook?.error ?? null,
  }
}

function toNoopEntry(webhook: SessionWebhook, at: Date, state: TimelineState | null, told: Told): TimelineEntry {
  return {
    id: `w${webhook.id}`,
    at: at.toISOString(),
    receivedAt: webhook.createdAt.toISOString(),
    cause: 'webhook',
    webhookId: webhook.webhookId,
    topic: webhook.topic,
    ...eventsOf(webhook, told),
    outcome: webhook.outcome,
    version: null,
    before: state,
    after: state,
    error: webhook.error,
  }
}

function eventsOf(webhook: SessionWebhook | undefined, told: Told): Pick<TimelineEntry, 'events'> {
  const events = webhook && told.get(webhook.id)
  return events ? { events } : {}
}

function stateBefore({ statusBefore, credentialBefore, proofBefore }: Version): TimelineState | null {
  return statusBefore && credentialBefore && proofBefore
    ? { status: statusBefore, credential: credentialBefore, proof: proofBefore }
    : null
}

function stateAfter({ status, credential, proof }: Version): TimelineState {
  return { status, credential, proof }
}
