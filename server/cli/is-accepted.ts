/**
 * Whether the server behind `webhookUrl` accepts `secret`: it is sent with a body that is no JSON, which is refused for its
 * body (400) where the key is right, and for its key (401) where it is wrong. Nothing is stored. `not known` where the answer
 * is another; null where there is none.
 */
export async function isAccepted(webhookUrl: string, secret: string): Promise<boolean | 'not known' | null> {
  const response = await fetch(webhookUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': secret },
    body: 'is this key accepted?',
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null)
  if (response?.status === 400) return true
  if (response === null) return null
  return response.status === 401 || response.status === 429 ? false : 'not known'
}
