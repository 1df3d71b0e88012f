import { AppError } from '../errors.ts'
import type { Connection } from './connection.ts'
import { isAccepted } from './is-accepted.ts'
import type { Terminal } from './terminal.ts'

interface RotateOptions {
  /** Undefined: the one address of the organization. */
  readonly appId: string | undefined
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
 * Tells the platform to use `newSecret`, once the running server accepts it and still accepts the old ones. Answers what it
 * was changed for; null where whoever was asked said no.
 *
 * @throws AppError `BAD_REQUEST` where a step is missing, saying which; nothing is changed then. `PLATFORM_FAILED`.
 */
export async function rotate(connection: Connection, terminal: Terminal, options: RotateOptions) {
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
    const { kind, id } = await platform.apps.show(appId)
    const what = kind === 'app' ? `app ${id}` : `the one webhook address of the organization ${id}`
    if (!(await terminal.confirm(`Tell the platform to use the new secret (${what})?`))) return null
  }
  return platform.apps.rotate(appId, newSecret)
}

async function mustAccept(webhookUrl: string, secret: string, name: string): Promise<void> {
  const accepted = await isAccepted(webhookUrl, secret)
  if (accepted === true) return
  const reason = accepted === false ? `does not accept ${name}` : 'cannot be asked which secrets it accepts'
  throw new AppError('BAD_REQUEST', `The server at ${webhookUrl} ${reason}. The platform was told nothing.\n${steps}`)
}
