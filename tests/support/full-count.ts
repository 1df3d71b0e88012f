import type { Execute } from './execute.ts'
import { openReader } from './open-reader.ts'

/** The running counts and, beside them, what a full count of the tables gives. */
export async function countBothWays(databaseUrl: string) {
  const { read, close } = await openReader(databaseUrl)
  const both = {
    running: {
      topics: await counts(read, kept('topic')),
      outcomes: await counts(read, kept('outcome')),
      statuses: await counts(read, kept('status')),
      received: await counts(read, kept('minute')),
    },
    full: {
      topics: await counts(read, full('topic', 'WebhookEvent')),
      outcomes: await counts(read, full('outcome', 'WebhookEvent')),
      statuses: await counts(read, full('status', 'ConnectionSession')),
      received: await counts(read, full('outcome', 'WebhookEvent')),
    },
  }
  await close()
  return both
}

const kept = (kind: string) =>
  `select "name", sum("count") as "count" from "WebhookCount" where "kind" = '${kind}' group by "name"`
const full = (column: string, table: string) =>
  `select "${column}" as "name", count(*) as "count" from "${table}" group by "${column}"`

async function counts(read: Execute, query: string): Promise<Record<string, number>> {
  const rows = await read(query)
  const entries = rows.map(({ name, count }) => [String(name), Number(count)] as const)
  return Object.fromEntries(entries.filter(([, count]) => count !== 0))
}
