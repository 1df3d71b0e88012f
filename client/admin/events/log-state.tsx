import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { WebhookFilter } from '../../../shared/admin-webhook.ts'
import { Timestamp } from '../../timeline/timestamp.tsx'
import { type AdminStats, trpc } from '../../trpc.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { LoadFailure } from '../console-parts.tsx'
import { logUrl } from '../console-urls.ts'
import { asCurl, firstWebhook } from './as-curl.ts'

const shown = 5

/** The failed events that nothing but an operator will try again, before all others. Nothing where there are none. */
export function DeadLetters({ stats: { deadLetters }, filter }: { stats: AdminStats; filter: WebhookFilter }) {
  const { data } = useQuery(
    trpc.admin.webhooks.queryOptions({ deadLetter: true, limit: shown }, { enabled: deadLetters > 0 }),
  )
  if (deadLetters === 0 || !data || data.items.length === 0) return null
  return (
    <section className="dead-letters" aria-label="Dead letters">
      <h3>{deadLetters === 1 ? '1 dead letter' : `${deadLetters} dead letters`}: failed, and no longer retried</h3>
      <ul>
        {data.items.map(({ webhookId, topic, error, createdAt }) => (
          <li key={webhookId}>
            <Timestamp at={createdAt} /> <Link href={logUrl(filter, webhookId)}>{topic}</Link> {error}
          </li>
        ))}
      </ul>
      {deadLetters > data.items.length && <Link href={logUrl({ deadLetter: true })}>Show all dead letters</Link>}
    </section>
  )
}

interface LogStateProps {
  readonly log: { readonly isLoading: boolean; readonly isError: boolean; readonly refetch: () => Promise<unknown> }
  readonly isEmpty: boolean
  readonly isFiltered: boolean
}

/** What there is to say of the log where it is not simply full of events. */
export function LogState({ log, isEmpty, isFiltered }: LogStateProps) {
  if (log.isError) {
    return (
      <LoadFailure className="console-state" onRetry={log.refetch}>
        The events could not be loaded.
      </LoadFailure>
    )
  }
  if (log.isLoading) return <p className="console-state">Loading events…</p>
  if (!isEmpty) return null
  return isFiltered ? <NoMatch /> : <NoEvents />
}

function NoMatch() {
  return (
    <div className="console-state">
      <p role="status">No event matches.</p>
      <Link href={logUrl({})}>Clear the filters</Link>
    </div>
  )
}

function NoEvents() {
  const command = asCurl(window.location.origin, firstWebhook(new Date()))
  return (
    <div className="console-state">
      <p>No webhooks yet. Send the first one:</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{command}</pre>
      <CopyButton className="small-button" text={command}>
        Copy the command
      </CopyButton>
    </div>
  )
}
