import { AppError } from '../errors.ts'
import type { Connection } from './connection.ts'
import type { Terminal } from './terminal.ts'

interface RotateOptions {
  readonly appId: string
  /** What the platform shall send from now on. */
  readonly newSecret: string
  /** The server to look at before. */
  readonly webhookUrl: string
  readonly yes: boolean
}

const steps = `Rotation in four steps, so that no webhook is lost:
  1. Make a secret:  npm run -s confirmd -- secret
  2. In the server's settings make it WEBHOOK_SECRET, move the old one to WEBHOOK_SECRET_PREVIOUS, and restart:
     the server then accepts both.
  3. Run this command with the same settings: it checks that the server accepts both, then tells the platform.
  4. When deliveries are well (npm run confirmd -- webhook deliveries), take WEBHOOK_SECRET_PREVIOUS away again.`

/**
 * Tells the platform to send `newSecret`, once the running server accepts it and still accepts the old ones.
 *
 * @throws AppError `BAD_REQUEST` where a step is missing, saying which; nothing is changed then. `PLATFORM_FAILED`.
 */
export async function rotate(connection: Connection, terminal: Terminal, options: RotateOptions): Promise<boolean> {
  const { platform, previousWebhookSecrets: oldSecrets } = connection
  const { appId, newSecret, webhookUrl, yes } = options
  if (oldSecrets.length === 0) throw new AppError('BAD_REQUEST', `WEBHOOK_SECRET_PREVIOUS is not set.\n${steps}`)
  if (oldSecrets.includes(newSecret)) {
    throw new AppError('BAD_REQUEST', `WEBHOOK_SECRET and WEBHOOK_SECRET_PREVIOUS are the same.\n${steps}`)
  }
  await mustAccept(webhookUrl, newSecret, 'the new secret (WEBHOOK_SECRET)')
  for (const old of oldSecrets) await mustAccept(webhookUrl, old, 'the old secret (WEBHOOK_SECRET_PREVIOUS)')
  terminal.note(`The server at ${webhookUrl} accepts the new secret and still accepts the old one.`)
  if (!yes) {
    if (!terminal.isInteractive) throw new AppError('BAD_REQUEST', 'Nobody is there to be asked: add --yes')
    if (!(await terminal.confirm(`Tell the platform to send the new secret (app ${appId})?`))) return false
  }
  await platform.apps.rotate(appId, newSecret)
  return true
}

/**
 * Asks the server behind `webhookUrl`: `secret` is sent with a body that is no JSON, which is refused for its body (400)
 * where the key is right, and for its key (401) where it is wrong. Nothing is stored.
 */
async function mustAccept(webhookUrl: string, secret: string, name: string): Promise<void> {
  const response = await fetch(webhookUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': secret },
    body: 'is this key accepted?',
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null)
  if (response?.status === 400) return
  const isRefused = response?.status === 401 || response?.status === 429
  const reason = isRefused ? `does not accept ${name}` : 'cannot be asked which secrets it accepts'
  throw new AppError('BAD_REQUEST', `The server at ${webhookUrl} ${reason}. The platform was told nothing.\n${steps}`)
}
