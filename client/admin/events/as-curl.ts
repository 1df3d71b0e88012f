/** The shell command that sends `body` as a webhook to the server at `origin`. The secret is left to the shell. */
export function asCurl(origin: string, body: string): string {
  return [
    `curl -X POST ${quoted(`${origin}/api/webhooks/confirmd`)}`,
    "-H 'Content-Type: application/json'",
    '-H "X-API-Key: $WEBHOOK_SECRET"',
    `--data-raw ${quoted(body)}`,
  ].join(' \\\n  ')
}

/** A webhook to begin with, as the guide shows it ("Webhook Delivery"). */
export function firstWebhook(now: Date): string {
  return JSON.stringify({
    webhookId: `wh_first_${now.getTime()}`,
    topic: 'connections.active',
    timestamp: now.toISOString(),
    organizationId: 'your-organization-id',
    data: { connectionId: 'conn_first', state: 'active' },
  })
}

/** As one word of a POSIX shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
