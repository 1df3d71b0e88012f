import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'wouter'
import type { AdminStats } from '../../../shared/admin-stats.ts'
import type { WebhookFilter } from '../../../shared/admin-webhook.ts'
import { trpc } from '../../trpc.ts'
import { logAddress } from '../console-address.ts'
import { Moment } from '../moment.tsx'

const shown = 5

/** The failed events that nothing but an operator will try again, before all others. Nothing where there are none. */
export function DeadLetters({ stats, filter }: { stats: AdminStats; filter: WebhookFilter }) {
  const { deadLetters } = stats
  const { data, refetch } = useQuery(
    trpc.admin.webhooks.queryOptions({ deadLetter: true, limit: shown }, { enabled: deadLetters > 0 }),
  )

  useEffect(() => {
    if (deadLetters > 0) void refetch()
  }, [deadLetters, refetch])

  if (deadLetters === 0 || !data || data.items.length === 0) return null
  return (
    <section className="dead-letters" aria-label="Dead letters">
      <h3>{deadLetters === 1 ? '1 dead letter' : `${deadLetters} dead letters`}: failed, and not retried any more</h3>
      <ul>
        {data.items.map(({ webhookId, topic, error, createdAt }) => (
          <li key={webhookId}>
            <Moment at={createdAt} /> <Link href={logAddress(filter, webhookId)}>{topic}</Link> {error}
          </li>
        ))}
      </ul>
      {deadLetters > data.items.length && <Link href={logAddress({ deadLetter: true })}>Show all dead letters</Link>}
    </section>
  )
}
