import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { openPlatform } from '../confirmd/open-confirmd.ts'
import { EnvError, readEnv } from '../env.ts'
import type { Terminal } from './terminal.ts'

export interface RunContext {
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly terminal: Terminal
  /** Where a server that runs beside it keeps its secrets. */
  readonly dataDirectory: string
}

/** What every command works with. */
export type Connection = Awaited<ReturnType<typeof connect>>

/**
 * The platform as the environment names it, or the simulator of a server that runs in this directory. A missing
 * `CLIENT_SECRET` is asked for where a person is there.
 *
 * @throws EnvError
 */
export async function connect({ variables, terminal, dataDirectory }: RunContext, log: Logger) {
  const production = variables.NODE_ENV === 'production'
  const asks = variables.CLIENT_ID && !variables.CLIENT_SECRET && terminal.isInteractive
  const clientSecret = asks ? await terminal.askSecret('CLIENT_SECRET') : variables.CLIENT_SECRET
  const env = readEnv({ ...variables, NODE_ENV: 'development', CLIENT_SECRET: clientSecret })
  const isSimulator = env.confirmd.mode === 'simulator'
  if (production && isSimulator)
    throw new EnvError(['CLIENT_ID: is required in production, where the simulator is off'])
  const { platform, config, account } = openPlatform(env, { log, dataDirectory, here: `http://localhost:${env.port}` })
  const simulatorAppId = isSimulator ? (await import('../simulator/records.ts')).ownAppId : undefined
  const stored = join(dataDirectory, 'webhook-secret') // where a server without WEBHOOK_SECRET keeps what it has made
  return {
    env,
    platform,
    /** What is asked for and offered. */
    config,
    organizationId: account.organizationId,
    /** `CONFIRMD_APP_ID`, or the simulator's own app. */
    appId: env.confirmd.appId ?? simulatorAppId,
    /** Where the platform is to send webhooks, as far as the settings say. */
    webhookUrl: `${env.publicUrl}/api/webhooks/confirmd`,
    /** What this server accepts first; undefined where nothing says. */
    webhookSecret: env.webhookSecret ?? (existsSync(stored) ? readFileSync(stored, 'utf8').trim() : undefined),
    previousWebhookSecrets: env.previousWebhookSecrets,
    isSimulator,
  }
}
