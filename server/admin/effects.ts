import type { Kysely } from 'kysely'
import type { Tables } from '../db/entities/entities.ts'
import type { SessionHistory } from '../db/entities/session-history.ts'
import { padded } from '../db/padded.ts'
import type { StoredWebhook } from './stored-webhook.ts'

/** Versions that are read for one page; a session that has changed very often tells less. */
const mostVersions = 5_000

type Version = Pick<SessionHistory, 'session' | 'version' | 'webhookId' | 'at' | (typeof stateColumns)[number]>

const stateColumns = [
  ...(['status', 'proof', 'credential', 'statusBefore', 'proofBefore', 'credentialBefore'] as const),
] as const
const regions = [
  ['status', 'statusBefore'],
  ['proof', 'proofBefore'],
  ['credential', 'credentialBefore'],
] as const

/** What each of these events did to its session, or why it did nothing, in a few words; by their numbers. */
export async function effectsOf(
  query: Kysely<Tables>,
  webhooks: readonly StoredWebhook[],
): Promise<Map<number, string>> {
  const versions = await readVersions(query, webhooks)
  const [waiting, replayers] = [await keysOfSessions(query, webhooks), await readReplayers(query, webhooks)]
  return new Map(
    webhooks.map((webhook) => {
      const replayer = replayers.get(webhook.webhookId)
      const effect = effectOf(webhook, versions.get(webhook.session ?? 0) ?? [], waiting)
      return [webhook.id, replayer === undefined ? effect : `${effect}, replayed by ${replayer}`]
    }),
  )
}

function effectOf(webhook: StoredWebhook, versions: readonly Version[], waiting: ReadonlySet<string>): string {
  switch (webhook.outcome) {
    case 'applied': {
      const steps = versions.filter(({ webhookId }) => webhookId === webhook.webhookId)
      const what = changeOf(steps)
      if (webhook.dialect !== 'reconciler') return what ?? 'confirmed what was known'
      return `asked the platform: a webhook was lost${what === null ? '' : `, ${what}`}`
    }
    case 'stale':
      return webhook.error ?? staleness(webhook, versions)
    case 'unmatched': {
      const { connectionId, invitationId } = webhook
      if (waiting.has(connectionId ?? '') || waiting.has(invitationId ?? ''))
        return 'waits: its connection is not up yet'
      if (connectionId === null && invitationId === null) return 'names no connection and no invitation'
      return invitationId === null ? 'no session has its connection' : 'no session has its invitation'
    }
    case 'ignored':
      return 'no rule for this topic, kept'
    case 'failed':
      return webhook.error ?? 'for an unknown reason'
  }
}

/** From where to where, region by region: "request → completed". */
function changeOf(steps: readonly Version[]): string | null {
  const [first, last] = [steps[0], steps.at(-1)]
  if (!first || !last) return null
  const changes = regions.flatMap(([after, before]) =>
    first[before] === null || first[before] === last[after] ? [] : `${first[before]} → ${last[after]}`,
  )
  return changes.length === 0 ? null : changes.join(', ')
}

/** The state that it met. */
function staleness({ topic, processedAt }: StoredWebhook, versions: readonly Version[]): string {
  const met = processedAt && versions.findLast(({ at }) => at <= processedAt)
  if (!met) return 'already known'
  if (met.status === 'abandoned' || met.status === 'error') return `already ended: ${met.status}`
  if (topic.startsWith('proofs.')) return `already ${met.proof}`
  return `already ${topic.startsWith('credentials.') ? met.credential : met.status}`
}

/** By session, the first version first. */
async function readVersions(query: Kysely<Tables>, webhooks: readonly StoredWebhook[]) {
  const sessions = [...new Set(webhooks.flatMap(({ session }) => session ?? []))]
  const versions = new Map<number, Version[]>()
  if (sessions.length === 0) return versions
  const rows = await query
    .selectFrom('SessionHistory')
    .select(['session', 'version', 'webhookId', 'at', ...stateColumns])
    .where('session', 'in', padded(sessions))
    .orderBy('session')
    .orderBy('version')
    .limit(mostVersions)
    .execute()
  for (const row of rows) versions.set(row.session, [...(versions.get(row.session) ?? []), row])
  return versions
}

/** Of the connections and invitations that unmatched ones name, those that a session has. */
async function keysOfSessions(query: Kysely<Tables>, webhooks: readonly StoredWebhook[]): Promise<Set<string>> {
  const unmatched = webhooks.filter(({ outcome }) => outcome === 'unmatched')
  const found = new Set<string>()
  for (const key of ['connectionId', 'invitationId'] as const) {
    const ids = [...new Set(unmatched.flatMap((webhook) => webhook[key] ?? []))]
    if (ids.length === 0) continue
    const rows = query.selectFrom('ConnectionSession').select(key).where(key, 'in', padded(ids))
    for (const row of await rows.execute()) found.add(row[key] ?? '')
  }
  found.delete('')
  return found
}

/** Who replayed which last; what the server tried again by itself is nobody's. */
async function readReplayers(query: Kysely<Tables>, webhooks: readonly StoredWebhook[]): Promise<Map<string, string>> {
  const ids = webhooks.flatMap(({ attempts, webhookId }) => (attempts > 0 ? webhookId : []))
  if (ids.length === 0) return new Map()
  const rows = await query
    .selectFrom('AuditEntry')
    .select(['subject', 'by'])
    .where('subject', 'in', padded(ids))
    .where('action', '=', 'replayed')
    .where('by', '<>', 'server')
    .orderBy('id')
    .execute()
  return new Map(rows.map(({ subject, by }) => [subject ?? '', by]))
}
