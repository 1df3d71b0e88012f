import { z } from 'zod'
import { AdminSession } from '../../../shared/admin-session.ts'
import type { SessionStatus } from '../../../shared/session-status.ts'
import { toDate } from '../read-date.ts'
import type { Execute, Row } from '../statement.ts'

const columns = `"id", "sessionId", "version", "status", "credential", "proof", "requestType", "invitationId",
  "connectionId", "theirLabel", "createdAt", "updatedAt", "expiresAt"`

const isoOf = toDate.transform((date) => date.toISOString())
const Times = z.object({ createdAt: isoOf, updatedAt: isoOf, expiresAt: isoOf })
const Key = z.object({ id: z.number(), expiresAt: toDate })

/** A session in a list, with its place there. */
export interface ListedSession {
  /** Null where the row is in a state that nobody knows: its place is kept, so that the list goes on after it. */
  readonly session: AdminSession | null
  readonly id: number
  readonly at: Date
}

export interface SessionPage {
  readonly status: SessionStatus | undefined
  /** Only these. */
  readonly ids: readonly number[] | undefined
  readonly after: { readonly id: number; readonly at: Date }
  readonly limit: number
}

/** Sessions newest first; those of one status by when they run out or ended, the latest first, which is the order that has an index. */
export async function readSessions(
  read: Execute,
  { status, ids, after, limit }: SessionPage,
): Promise<ListedSession[]> {
  if (ids?.length === 0) return []
  const named = ids ? `and "id" in (${ids.join(', ')})` : ''
  const rows = status
    ? await read(
        `select ${columns} from "ConnectionSession" where "status" = ? and ("expiresAt", "id") < (?, ?) ${named}
         order by "expiresAt" desc, "id" desc limit ?`,
        [status, after.at, after.id, limit],
      )
    : await read(`select ${columns} from "ConnectionSession" where "id" < ? ${named} order by "id" desc limit ?`, [
        after.id,
        limit,
      ])
  return rows.map(toListed)
}

/** Numbers of the sessions that an event belongs to. */
export async function sessionsOfWebhook(read: Execute, webhookId: string): Promise<number[]> {
  const rows = await read('select "session" from "WebhookEvent" where "webhookId" = ? and "session" is not null', [
    webhookId,
  ])
  return rows.map(({ session }) => Number(session))
}

function toListed(row: Row): ListedSession {
  const { id, expiresAt } = Key.parse(row)
  const { data: session = null } = AdminSession.safeParse({ ...row, ...Times.parse(row) })
  return { session, id, at: expiresAt }
}
