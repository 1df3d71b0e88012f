import { useMemo, useState } from 'react'
import { client } from '../../server.ts'
import type { StoredWebhook } from '../../trpc.ts'

const most = 200

/** The rows with those of repeats that were opened in their place; opening them again folds them up. */
export function useUnfolded(rows: readonly StoredWebhook[]) {
  const [opened, setOpened] = useState<ReadonlyMap<string, readonly StoredWebhook[]>>(new Map())
  const events = useMemo(
    () =>
      rows.flatMap((row) => [
        row,
        ...(opened.get(row.webhookId) ?? []).filter((inner) => inner.webhookId !== row.webhookId),
      ]),
    [rows, opened],
  )
  const unfold = async (event: StoredWebhook) => {
    const { webhookId } = event
    const next = new Map(opened)
    if (!next.delete(webhookId)) next.set(webhookId, await readRun(event))
    setOpened(next)
  }
  return { events, unfold: (event: StoredWebhook) => void unfold(event).catch(() => undefined) }
}

/** The newest of what one row stands for. */
async function readRun({ topic, outcome, sessionId, connectionId, invitationId, since, createdAt }: StoredWebhook) {
  const key = connectionId ?? invitationId
  const { items } = await client.admin.webhooks.query({
    topic,
    outcome,
    ...(sessionId !== null ? { session: sessionId } : key !== null && outcome !== 'ignored' && { key }),
    from: since,
    to: new Date(Date.parse(createdAt) + 1).toISOString(), // the end is not part of it
    limit: most,
  })
  return items
}
