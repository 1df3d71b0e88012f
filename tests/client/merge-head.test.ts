import { describe, expect, it } from 'vitest'
import { mergeHead, newIn } from '../../client/admin/events/use-event-log.ts'
import type { StoredWebhook, WebhookPage } from '../../client/trpc.ts'
import type { Outcome } from '../../shared/webhook-event.ts'

function event(webhookId: string, outcome: Outcome = 'applied'): StoredWebhook {
  return {
    webhookId,
    dialect: 'guide',
    topic: 'connections.active',
    organizationId: 'nelfund',
    connectionId: null,
    invitationId: null,
    sessionId: null,
    outcome,
    error: null,
    attempts: 0,
    nextAttemptAt: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    processedAt: null,
    redeliveries: 0,
    redeliveredAt: null,
  }
}

function page(ids: string, nextCursor: string | null = null): WebhookPage {
  return { items: [...ids].map((id) => event(id)), nextCursor }
}

function idsIn(pages: readonly WebhookPage[]): string[] {
  return pages.map(({ items }) => items.map(({ webhookId }) => webhookId).join(''))
}

const loaded = { pages: [page('dc', 'c'), page('ba')], pageParams: [null, 'c'] }

describe('the live tail', () => {
  it('puts what is new on top while it follows', () => {
    const merged = mergeHead(loaded, page('fed', 'd'), true)
    expect(idsIn(merged.pages)).toEqual(['fedc', 'ba'])
    expect(merged.pageParams).toEqual([null, 'c'])
  })

  it('counts what is new, and leaves the rows where they are, while it waits', () => {
    const head = page('fed', 'd')
    expect(newIn(head, loaded.pages)).toHaveLength(2)
    expect(idsIn(mergeHead(loaded, head, false).pages)).toEqual(['dc', 'ba'])
  })

  it('renews rows that are there, following or not', () => {
    const head = { items: [event('d'), event('c', 'stale')], nextCursor: 'c' }
    const outcomes = (follow: boolean) => mergeHead(loaded, head, follow).pages[0]?.items.map(({ outcome }) => outcome)
    expect(outcomes(true)).toEqual(['applied', 'stale'])
    expect(outcomes(false)).toEqual(['applied', 'stale'])
  })

  it('starts over where more is new than a page holds, rather than leave a gap', () => {
    const merged = mergeHead(loaded, page('zyx', 'x'), true)
    expect(idsIn(merged.pages)).toEqual(['zyx'])
    expect(merged.pageParams).toEqual([null])
  })

  it('fills a log that was empty', () => {
    expect(idsIn(mergeHead({ pages: [page('')], pageParams: [null] }, page('ba'), true).pages)).toEqual(['ba'])
  })
})
