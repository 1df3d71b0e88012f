/**
 * Whether the server behind `webhookUrl` accepts `secret`: it is sent with a body that is no JSON, which is refused for its
 * body (400) where the key is right, and for its key (401) where it is wrong. Nothing is stored. Null where nobody can tell.
 */
export async function isAccepted(webhookUrl: string, secret: string): Promise<boolean | null> {
  const response = await fetch(webhookUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': secret },
    body: 'is this key accepted?',
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null)
  if (response?.status === 400) return true
  return response?.status === 401 || response?.status === 429 ? false : null
}
