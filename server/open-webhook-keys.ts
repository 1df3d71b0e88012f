import { hostname } from 'node:os'
import { join } from 'node:path'
import { cutText } from '../shared/text.ts'
import { createKeyUse } from './admin/key-use.ts'
import type { Database } from './db/database.ts'
import type { Env } from './env.ts'
import { openRotatedSecrets } from './secrets/rotated-secrets.ts'
import { createSecretCheck, toMark } from './secrets/secret-check.ts'

interface WebhookKeysDeps {
  readonly db: Database
  readonly now: () => Date
  readonly dataDirectory: string
  /** The current one of the settings. */
  readonly webhookSecret: string
}

const nameLength = 100

/** Every secret that webhooks may come with: those of the settings, those made here since, and what is seen of their use. */
export function openWebhookKeys(env: Env, { db, now, dataDirectory, webhookSecret }: WebhookKeysDeps) {
  const secrets = [webhookSecret, ...env.previousWebhookSecrets]
  const rotated = openRotatedSecrets(join(dataDirectory, 'rotated-secrets'), secrets)
  const madeHere = () => rotated.known().map(({ mark }) => mark)
  const configured = secrets.map(toMark)
  return {
    check: createSecretCheck(secrets, rotated),
    /** Whether an older one is accepted beside the current one. */
    acceptsOlder: () => env.previousWebhookSecrets.length + rotated.known().length > 0,
    /** See `RotateContext`: of several processes, the others would not learn of it. */
    accept: db.shared ? undefined : rotated.add,
    use: createKeyUse({
      ...{ db, now },
      server: cutText(`${hostname()}:${env.port}`, nameLength),
      accepted: () => [...new Set([...madeHere().reverse(), ...configured])],
    }),
  }
}
