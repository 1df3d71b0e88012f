import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Page } from '../../shared/admin-page.ts'
import type { ListWebhooks, StoredWebhook, WebhookFilter } from '../../shared/admin-webhook.ts'
import { storedWebhooks } from '../db/queries/stored-webhooks.ts'
import { webhooksNamed } from '../db/queries/text-search.ts'
import { type Entry, pickFromLog, readLog } from '../db/queries/webhook-log.ts'
import type { Execute } from '../db/statement.ts'
import { cutPage, readCursor, toCursor } from './page-cursor.ts'

/** A page that is not full after this is answered as it is: where little fits the filters, the search goes on with the next page. */
const patienceMs = 50

/** A page of stored events, newest first. @throws AppError `BAD_REQUEST` for a cursor of another list. */
export async function listWebhooks(
  read: Execute,
  { cursor, limit, ...filter }: ListWebhooks,
): Promise<Page<StoredWebhook>> {
  const after = readCursor('webhooks', filter, cursor)
  const { entries, end } = filter.text
    ? await pickFromLog(read, await webhooksNamed(read, filter.text), filter, after, limit + 1)
    : await search(read, filter, after, limit + 1)
  const { items, last } = cutPage(entries, limit)
  const ids = items.map(({ id }) => id)
  const goOnAfter = last ?? end
  return { items: await storedWebhooks(read, ids), nextCursor: goOnAfter && toCursor('webhooks', filter, goOnAfter) }
}

async function search(read: Execute, filter: WebhookFilter, after: Entry, limit: number) {
  const startedMs = performance.now()
  const entries: Entry[] = []
  let end: Entry | null = after
  do {
    const stretch = await readLog(read, filter, end, limit - entries.length)
    entries.push(...stretch.entries)
    end = stretch.end
    await nextTurn() // a webhook may be waiting
  } while (end !== null && entries.length < limit && performance.now() - startedMs < patienceMs)
  return { entries, end }
}
