import { RequestType } from '../../shared/session-status.ts'
import { packEntries, type SessionStory, type StoryEntry, type StoryMark } from '../../shared/session-story.ts'
import type { TimelineEntry } from '../../shared/session-timeline.ts'
import type { Database } from '../db/database.ts'
import { padded } from '../db/padded.ts'
import { AppError } from '../errors.ts'
import type { SendContext } from './send-test-event.ts'
import {
  findSession,
  readCommands,
  readVersions,
  readWebhooks,
  timeline,
  toEntries,
  toKnown,
  webhooksOf,
} from './timeline.ts'

/**
 * A session's story in few bytes, or with `after` only what is new in it since then, and what became of what was there.
 *
 * @throws AppError `NOT_FOUND`
 */
export async function story(
  { db, testEvents }: { readonly db: Database; readonly testEvents: SendContext['testEvents'] },
  { sessionId, after }: { readonly sessionId: string; readonly after?: StoryMark | undefined },
): Promise<SessionStory> {
  const session = await findSession(db.query, sessionId)
  const since = after ? { webhook: after.webhook, at: new Date(after.at) } : null
  const versions = (await readVersions(db.query, session.id, after?.version)).flatMap(toKnown)
  const base = after && versions[0]?.version === after.version ? versions[0] : null
  const webhooks = await readWebhooks(db, session, since)
  const known = since
    ? await causesAmong(
        db,
        session.id,
        webhooks.map(({ webhookId }) => webhookId),
      )
    : new Set<string>()
  const news = base ? versions.slice(1) : versions
  const causes = new Set(news.map(({ webhookId }) => webhookId))
  const fresh = webhooks.filter(({ webhookId }) => causes.has(webhookId) || !known.has(webhookId))
  const entries = toEntries(news, fresh, base?.after ?? null)
  const numbers = new Map(webhooks.map(({ webhookId, id }) => [webhookId, id]))
  const older = news.flatMap(({ webhookId }) => (webhookId !== null && !numbers.has(webhookId) ? webhookId : []))
  for (const { webhookId, id } of await numbersOf(db, older)) numbers.set(webhookId, id)
  const toStory = ({ webhookId, ...entry }: TimelineEntry): StoryEntry => ({
    ...entry,
    webhook: webhookId === null ? null : (numbers.get(webhookId) ?? null),
  })
  const { requestType, expiresAt } = session
  return {
    sessionId,
    requestType: RequestType.parse(requestType),
    expiresAt: expiresAt.toISOString(),
    mark: {
      version: versions.at(-1)?.version ?? after?.version ?? 0,
      webhook: webhooks.reduce((last, { id }) => Math.max(last, id), after?.webhook ?? 0),
      at: latest(
        after?.at,
        webhooks.flatMap(({ processedAt }) => processedAt ?? []),
      ),
    },
    webhooks: await countWebhooks(db, session),
    entries: packEntries(entries.map(toStory)),
    commands: await readCommands(db.query, session.id),
    canSend: !testEvents.production,
  }
}

/**
 * One entry in full: by its id, or by the id of the webhook that it is of, the last of several.
 *
 * @throws AppError `NOT_FOUND`
 */
export async function entryOf(
  { db }: { readonly db: Database },
  { sessionId, entry }: { readonly sessionId: string; readonly entry: string },
): Promise<TimelineEntry> {
  const { entries } = await timeline({ db }, { sessionId })
  const found = entries.find(({ id }) => id === entry) ?? entries.findLast(({ webhookId }) => webhookId === entry)
  if (!found) throw new AppError('NOT_FOUND', 'Entry not found')
  return found
}

/** Which of these webhooks have moved the session. */
async function causesAmong(
  { query }: Database,
  session: number,
  webhookIds: readonly string[],
): Promise<Set<string | null>> {
  if (webhookIds.length === 0) return new Set()
  const moved = query.selectFrom('SessionHistory').select('webhookId').where('session', '=', session)
  const rows = await moved.where('webhookId', 'in', padded([...webhookIds])).execute()
  return new Set(rows.map(({ webhookId }) => webhookId))
}

async function numbersOf({ query }: Database, webhookIds: readonly string[]) {
  if (webhookIds.length === 0) return []
  return query
    .selectFrom('WebhookEvent')
    .select(['id', 'webhookId'])
    .where('webhookId', 'in', padded([...webhookIds]))
    .execute()
}

async function countWebhooks({ query }: Database, session: Awaited<ReturnType<typeof findSession>>): Promise<number> {
  const all = query.selectFrom(webhooksOf(query, session, ['id']).as('webhook'))
  return (await all.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count
}

function latest(known: string | undefined, times: readonly Date[]): string {
  const lastMs = times.reduce((last, time) => Math.max(last, time.getTime()), known ? Date.parse(known) : 0)
  return new Date(lastMs).toISOString()
}
