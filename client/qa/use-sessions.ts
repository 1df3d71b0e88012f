import { useQueries, useQuery } from '@tanstack/react-query'
import type { RequestType, SessionStatus } from '../../shared/session-status.ts'
import { type AdminSession, trpc } from '../trpc.ts'

export type Filter = 'all' | 'open' | 'stuck' | 'ended'

/** As many as are listed. */
export const limit = 30
const lookEveryMs = 10_000
export const ended: readonly SessionStatus[] = ['completed', 'error', 'abandoned']
export const open: readonly SessionStatus[] = ['invitation', 'request', 'response', 'active']

/** What a row of the rail shows of a session. */
export interface RailSession {
  readonly sessionId: string
  readonly status: AdminSession['status']
  readonly credential: AdminSession['credential']
  readonly proof: AdminSession['proof']
  readonly theirLabel: string | null
  readonly updatedAt: string
  readonly requestType: RequestType
}

/** The newest sessions that the filter lets through, or that the text is an id of. */
export function useSessions(filter: Filter, text: string) {
  const options = { refetchInterval: lookEveryMs }
  const statuses: readonly SessionStatus[] = filter === 'open' ? open : filter === 'ended' ? ended : []
  const all = useQuery(
    trpc.admin.sessions.queryOptions(
      { limit, ...(text !== '' && { text }) },
      { ...options, enabled: statuses.length === 0 },
    ),
  )
  const some = useQueries({
    queries: statuses.map((status) => trpc.admin.sessions.queryOptions({ limit, status }, options)),
  })
  const given = statuses.length === 0 ? [all] : some
  const items = given.flatMap(({ data }) => data?.items ?? [])
  const sorted = statuses.length === 0 ? items : items.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
  return {
    items: sorted.slice(0, limit),
    isPending: given.some((query) => query.isPending && query.fetchStatus !== 'idle'),
    isError: given.some(({ isError, data }) => isError && !data),
    isWhole: sorted.length <= limit && given.every(({ data }) => !data?.nextCursor),
    refetch: () => Promise.all(given.map((query) => query.refetch())),
  }
}

/** The text where it is the id of a webhook: of the only session that it finds, it is none of the ids. */
export function webhookIn(
  item: RailSession & Partial<AdminSession>,
  items: readonly AdminSession[],
  text: string,
): string | null {
  if (items.length !== 1 || text.length < 3 || item.sessionId.startsWith(text)) return null
  const own = items[0]
  return own?.connectionId === text || own?.invitationId === text ? null : text
}
