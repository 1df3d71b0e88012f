import { Timestamp } from '../../timeline/timestamp.tsx'
import type { WebhookApp } from '../../trpc.ts'
import { Fact } from '../console-parts.tsx'

/** One of the organization's webhook apps. */
export function AppFacts({ app }: { app: WebhookApp }) {
  return (
    <section className="panel" aria-label="Webhook app">
      <dl className="facts">
        <Fact name="Webhook app">{app.name ?? app.id}</Fact>
        <Fact name="State">
          {app.isActive === null ? 'unknown' : app.isActive ? 'active' : 'inactive: it receives no webhooks'}
        </Fact>
        <Fact name="Sends to">{app.webhookUrl ?? 'unknown'}</Fact>
        <Fact name="ID">{app.id}</Fact>
        {app.createdAt !== null && (
          <Fact name="Created">
            <Timestamp at={app.createdAt} isFull />
          </Fact>
        )}
      </dl>
    </section>
  )
}

/** The organization's one address, on a platform without apps, and what such a platform cannot do. */
export function AddressFacts({ app }: { app: WebhookApp }) {
  return (
    <section className="panel" aria-label="Webhook address">
      <dl className="facts">
        <Fact name="Sends to">{app.webhookUrl ?? 'unknown'}</Fact>
        <Fact name="Signed">
          {app.hasSecret === null ? 'unknown' : app.hasSecret ? 'yes' : 'no: this server refuses what is not signed'}
        </Fact>
        <Fact name="Organization">{app.id}</Fact>
      </dl>
      <p className="quiet">
        This platform has one webhook address for the whole organization. It cannot send a test webhook, and keeps no
        list of deliveries: what has arrived is in the event log.
      </p>
    </section>
  )
}
