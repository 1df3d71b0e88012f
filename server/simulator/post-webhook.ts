import { createHmac } from 'node:crypto'
import type { App } from './records.ts'

/** How a webhook proves its sender: by the secret itself as `X-API-Key`, or by a signature made with it. */
export type ProofOfSender = 'key' | 'signature'

interface PostOptions {
  readonly proofOfSender: ProofOfSender
  readonly signal: AbortSignal
  readonly now: () => Date
}

const timeoutMs = 10_000

/** One attempt. Answers the receiver's status, or null where nothing answered within 10 s. */
export async function postWebhook(app: App, body: string, { proofOfSender, signal, now }: PostOptions) {
  try {
    const response = await fetch(app.webhookUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...toHeaders(app.webhookSecret, body, proofOfSender, now) },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return null
  }
}

/** Nothing where there is no secret. A signature is over `<milliseconds>.<raw body>` (CREDEBL's webhook sender). */
function toHeaders(secret: string, body: string, by: ProofOfSender, now: () => Date): Record<string, string> {
  if (secret === '') return {}
  if (by === 'key') return { 'x-api-key': secret }
  const timestamp = String(now().getTime())
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  return { 'x-timestamp': timestamp, 'x-signature': signature }
}
