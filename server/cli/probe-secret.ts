const timeoutMs = 10_000

export type Probe = 'accepted' | 'refused' | 'unreachable'

/**
 * Whether the server behind `webhookUrl` accepts `secret`: it is sent with a body that is no JSON, which is refused for
 * its body (400) where the key is right, and for its key (401) where it is wrong. Nothing is stored.
 */
export async function probeSecret(webhookUrl: string, secret: string): Promise<Probe> {
  try {
    const { status } = await fetch(webhookUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': secret },
      body: 'is this key accepted?',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (status === 400) return 'accepted'
    return status === 401 || status === 429 ? 'refused' : 'unreachable'
  } catch {
    return 'unreachable'
  }
}
