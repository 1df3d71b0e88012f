import '../events/events.css'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { codeOf } from '../../live/failure.ts'
import { trpc } from '../../trpc.ts'
import { Moment } from '../moment.tsx'
import { Deliveries } from './deliveries.tsx'
import { RotateSecret } from './rotate-secret.tsx'
import { SendTest } from './send-test.tsx'

/** The platform's side of webhooks: where it sends them, how the last ones went, a test, and a new secret. */
export function PlatformPanel() {
  const { data: app, error, isError, isLoading, refetch } = useQuery(trpc.admin.platform.app.queryOptions())
  return (
    <section className="log" aria-labelledby="platform-heading">
      <h2 id="platform-heading">Platform</h2>
      {isLoading && <p className="console-state">Asking the platform…</p>}
      {isError && (
        <div className="console-state" role="alert">
          <p>{codeOf(error) === null ? 'The server did not answer.' : error.message}</p>
          <button type="button" className="small-button" onClick={() => void refetch()}>
            Try again
          </button>
        </div>
      )}
      {app && (
        <>
          <section className="panel" aria-label="Webhook app">
            <dl className="facts">
              <Fact name="Webhook app">{app.name ?? app.id}</Fact>
              <Fact name="State">
                {app.isActive === null ? 'not told' : app.isActive ? 'active' : 'inactive: it gets no webhooks'}
              </Fact>
              <Fact name="Sends to">{app.webhookUrl ?? 'not told'}</Fact>
              <Fact name="Id">{app.id}</Fact>
              {app.createdAt !== null && (
                <Fact name="Created">
                  <Moment at={app.createdAt} isFull />
                </Fact>
              )}
            </dl>
          </section>
          <SendTest />
          <RotateSecret />
          <Deliveries />
        </>
      )}
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
