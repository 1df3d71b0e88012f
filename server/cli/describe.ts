import type { WebhookApp, WebhookDelivery } from '../../shared/webhook-app.ts'

const unknown = 'not said'

/** An app, a line for each thing that is known of it. */
export function describeApp({ id, name, webhookUrl, isActive, createdAt }: WebhookApp): string {
  const active = isActive === null ? unknown : isActive ? 'yes' : 'no: it gets no webhooks'
  return [
    `id        ${id}`,
    `name      ${name ?? unknown}`,
    `sends to  ${webhookUrl ?? unknown}`,
    `active    ${active}`,
    `created   ${createdAt ?? unknown}`,
  ].join('\n')
}

/** Deliveries as a table, one line each. */
export function describeDeliveries(deliveries: readonly WebhookDelivery[]): string {
  if (deliveries.length === 0) return 'No deliveries yet.'
  const rows = deliveries.map(({ at, status, httpStatus, responseTimeMs, attempts, eventType, id }) => [
    at ?? unknown,
    status ?? unknown,
    httpStatus === null ? '–' : String(httpStatus),
    responseTimeMs === null ? '–' : `${responseTimeMs} ms`,
    attempts === null ? '–' : String(attempts),
    eventType ?? unknown,
    id ?? '–',
  ])
  const all = [['at', 'status', 'HTTP', 'took', 'attempts', 'event', 'id'], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
