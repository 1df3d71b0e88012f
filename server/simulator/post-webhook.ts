import type { App } from './records.ts'

const timeoutMs = 10_000

/** One attempt. Answers the receiver's status, or null where nothing answered within 10 s. */
export async function postWebhook(
  { webhookUrl, webhookSecret }: Pick<App, 'webhookUrl' | 'webhookSecret'>,
  body: string,
  signal: AbortSignal,
): Promise<number | null> {
  try {
    const response = await fetch(webhookUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': webhookSecret },
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
