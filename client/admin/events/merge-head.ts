import type { Page } from '../../../shared/admin-page.ts'
import type { StoredWebhook } from '../../../shared/admin-webhook.ts'

/** The pages of the log that were loaded so far, newest first, as the query keeps them. */
export interface Pages<Param> {
  readonly pages: Page<StoredWebhook>[]
  readonly pageParams: (Param | null)[]
}

/** The events of `head`, the log's first page read anew, that came after all that is loaded. */
export function newIn(head: Page<StoredWebhook>, pages: readonly Page<StoredWebhook>[]): StoredWebhook[] {
  const known = new Set(pages.flatMap(({ items }) => items.map(({ webhookId }) => webhookId)))
  const firstKnown = head.items.findIndex(({ webhookId }) => known.has(webhookId))
  return firstKnown < 0 ? head.items : head.items.slice(0, firstKnown)
}

/**
 * The loaded pages with what `head` says. Rows that are there are renewed; new ones come on top where
 * `follow`. Where more is new than a page holds, the log starts over with `head`, since a gap would stay.
 */
export function mergeHead<Param>(loaded: Pages<Param>, head: Page<StoredWebhook>, follow: boolean): Pages<Param> {
  const renewed = new Map(head.items.map((item) => [item.webhookId, item]))
  const pages = loaded.pages.map((page) => ({
    ...page,
    items: page.items.map((item) => renewed.get(item.webhookId) ?? item),
  }))
  const [first, ...rest] = pages
  const fresh = newIn(head, loaded.pages)
  if (!follow || fresh.length === 0) return { ...loaded, pages }
  if (!first || (fresh.length === head.items.length && head.nextCursor !== null)) {
    return { pages: [head], pageParams: [null] }
  }
  return { ...loaded, pages: [{ ...first, items: [...fresh, ...first.items] }, ...rest] }
}
