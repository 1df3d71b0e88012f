import { z } from 'zod'
import { CausedTransition, StoredWebhook, type WebhookDetail } from '../../../shared/admin-webhook.ts'
import { toDate } from '../read-date.ts'
import type { Execute } from '../statement.ts'

const isoOf = toDate.transform((date) => date.toISOString())

const columns = `e."id", e."webhookId", e."dialect", e."topic", e."organizationId", e."connectionId", e."invitationId",
  s."sessionId", e."outcome", e."error", e."attempts", e."nextAttemptAt", e."createdAt", e."processedAt",
  e."redeliveries", e."redeliveredAt"`
const from = '"WebhookEvent" e left join "ConnectionSession" s on s."id" = e."session"'

const Times = z.object({
  nextAttemptAt: isoOf.nullable(),
  createdAt: isoOf,
  processedAt: isoOf.nullable(),
  redeliveredAt: isoOf.nullable(),
})

/** Events by their numbers, in the order of `ids`. */
export async function storedWebhooks(read: Execute, ids: readonly number[]): Promise<StoredWebhook[]> {
  if (ids.length === 0) return []
  const rows = await read(`select ${columns} from ${from} where e."id" in (${ids.join(', ')})`)
  const byId = new Map(rows.map((row) => [Number(row.id), StoredWebhook.parse({ ...row, ...Times.parse(row) })]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

const Extra = z.object({
  agentId: z.string().nullable(),
  payload: z.string().transform((text) => (text === '' ? null : text)),
  boundTo: z.string().nullable(),
  invitedBy: z.string().nullable(),
  session: z.number().nullable(),
})

/** One event with its payload and the changes that it caused, or null where there is none. */
export async function webhookDetail(read: Execute, webhookId: string): Promise<Omit<WebhookDetail, 'replays'> | null> {
  const [row] = await read(
    `select ${columns}, e."agentId", e."payload", e."session", s."connectionId" as "boundTo", s."invitationId" as "invitedBy"
     from ${from} where e."webhookId" = ?`,
    [webhookId],
  )
  if (!row) return null
  const { boundTo, invitedBy, session, ...extra } = Extra.parse(row)
  const stored = StoredWebhook.parse({ ...row, ...Times.parse(row) })
  const byConnection = stored.connectionId !== null && stored.connectionId === boundTo
  const byInvitation = stored.invitationId !== null && stored.invitationId === invitedBy
  const bound = byConnection && byInvitation && session !== null && (await hasBound(read, session, webhookId))
  return {
    ...stored,
    ...extra,
    matchedBy: byConnection && !bound ? 'connection' : byInvitation ? 'invitation' : null,
    transitions: session === null ? [] : await transitionsOf(read, session, webhookId),
  }
}

/** Whether it was this event that told the session's connection: then the invitation led to it. */
async function hasBound(read: Execute, session: number, webhookId: string): Promise<boolean> {
  const [first] = await read(
    `select "webhookId" from "SessionHistory"
     where "session" = ? and "connectionId" is not null order by "version" limit 1`,
    [session],
  )
  return first?.webhookId === webhookId
}

const Transition = z.object({
  version: z.number(),
  statusBefore: z.string().nullable(),
  credentialBefore: z.string().nullable(),
  proofBefore: z.string().nullable(),
  status: z.string(),
  credential: z.string(),
  proof: z.string(),
  at: isoOf,
})

async function transitionsOf(read: Execute, session: number, webhookId: string): Promise<CausedTransition[]> {
  const rows = await read(
    `select "version", "statusBefore", "credentialBefore", "proofBefore", "status", "credential", "proof", "at"
     from "SessionHistory" where "session" = ? and "webhookId" = ? order by "version"`,
    [session, webhookId],
  )
  return rows.map((row) => {
    const { version, at, status, credential, proof, ...was } = Transition.parse(row)
    const before = { status: was.statusBefore, credential: was.credentialBefore, proof: was.proofBefore }
    return CausedTransition.parse({
      version,
      at,
      before: was.statusBefore === null ? null : before,
      after: { status, credential, proof },
    })
  })
}
