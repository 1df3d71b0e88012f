import { z } from 'zod'
import { CredentialStatus, ProofStatus, RequestType, SessionStatus } from '../../../shared/session-status.ts'
import { Outcome } from '../../../shared/webhook-event.ts'
import { toDate } from '../read-date.ts'
import type { Execute } from '../statement.ts'

const TimelineSession = z.object({
  id: z.number(),
  version: z.number(),
  requestType: RequestType,
  connectionId: z.string().nullable(),
  invitationId: z.string(),
  expiresAt: toDate,
})
export type TimelineSession = z.infer<typeof TimelineSession>

const Version = z.object({
  version: z.number(),
  cause: z.string(),
  webhookId: z.string().nullable(),
  statusBefore: SessionStatus.nullable(),
  credentialBefore: CredentialStatus.nullable(),
  proofBefore: ProofStatus.nullable(),
  status: SessionStatus,
  credential: CredentialStatus,
  proof: ProofStatus,
  at: toDate,
})
export type Version = z.infer<typeof Version>

const SessionWebhook = z.object({
  id: z.number(),
  webhookId: z.string(),
  topic: z.string(),
  outcome: Outcome,
  error: z.string().nullable(),
  createdAt: toDate,
  processedAt: toDate.nullable(),
})
export type SessionWebhook = z.infer<typeof SessionWebhook>

const webhookColumns = '"id", "webhookId", "topic", "outcome", "error", "createdAt", "processedAt"'

export async function findTimelineSession(read: Execute, sessionId: string): Promise<TimelineSession | null> {
  const [row] = await read(
    'select "id", "version", "requestType", "connectionId", "invitationId", "expiresAt" from "ConnectionSession" where "sessionId" = ?',
    [sessionId],
  )
  return row ? TimelineSession.parse(row) : null
}

/** Every version of a session, the first one first. */
export async function readVersions(read: Execute, session: number): Promise<Version[]> {
  const rows = await read(
    `select "version", "cause", "webhookId", "statusBefore", "credentialBefore", "proofBefore", "status", "credential",
       "proof", "at" from "SessionHistory" where "session" = ? order by "version"`,
    [session],
  )
  return z.array(Version).parse(rows)
}

/** Every webhook that belongs to the session, or that waits or was ignored with one of its keys, in the order they came. */
export async function readWebhooksFor(read: Execute, session: TimelineSession): Promise<SessionWebhook[]> {
  const rows = await read(`${webhooksFor(webhookColumns)} order by "id"`, keysOf(session))
  return z.array(SessionWebhook).parse(rows)
}

const Mark = z.object({ came: z.coerce.number(), processed: z.coerce.number(), latest: z.coerce.number() })

/** A text that changes whenever `readWebhooksFor` would answer something else. */
export async function readWebhooksMark(read: Execute, session: TimelineSession): Promise<string> {
  const [row] = await read(
    `select count(*) as "came", count("processedAt") as "processed", coalesce(max("id"), 0) as "latest"
       from (${webhooksFor('"id", "processedAt"')}) as "for"`,
    keysOf(session),
  )
  const { came, processed, latest } = Mark.parse(row)
  return `${came} ${processed} ${latest}`
}

function webhooksFor(columns: string): string {
  return `select ${columns} from "WebhookEvent" where "session" = ?
     union select ${columns} from "WebhookEvent" where "processed" = false and "connectionId" = ?
     union select ${columns} from "WebhookEvent" where "processed" = false and "invitationId" = ?
     union select ${columns} from "WebhookEvent" where "outcome" = 'ignored' and "connectionId" = ?
     union select ${columns} from "WebhookEvent" where "outcome" = 'ignored' and "invitationId" = ?`
}

function keysOf({ id, connectionId, invitationId }: TimelineSession) {
  return [id, connectionId, invitationId, connectionId, invitationId]
}

const Payload = z.object({ id: z.number(), payload: z.string() })

/** The payloads of stored webhooks by their numbers; empty where purged. */
export async function readPayloads(read: Execute, ids: readonly number[]): Promise<z.infer<typeof Payload>[]> {
  if (ids.length === 0) return []
  return z
    .array(Payload)
    .parse(await read(`select "id", "payload" from "WebhookEvent" where "id" in (${ids.join(', ')})`))
}

/** What became of a stored webhook; null where there is none. */
export async function readOutcome(read: Execute, webhookId: string): Promise<Outcome | null> {
  const [row] = await read('select "outcome" from "WebhookEvent" where "webhookId" = ?', [webhookId])
  return row ? Outcome.parse(row.outcome) : null
}
