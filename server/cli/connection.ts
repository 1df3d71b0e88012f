import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { openPlatform } from '../confirmd/open-confirmd.ts'
import { EnvError, readEnv } from '../env.ts'
import { keepApp, readKnownApp } from './known-app.ts'
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
 * `CLIENT_SECRET` is asked for where a person is there. Which of the two it is, is said before anything is done there.
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
  const here = `http://localhost:${env.port}`
  const { platform, config, account } = openPlatform(env, { log, dataDirectory, here })
  const { apiUrl, organizationId } = account
  const name = isSimulator ? `the simulator on ${here}, since CLIENT_ID is not set` : new URL(apiUrl).host
  terminal.note(`Platform: ${name}; organization ${organizationId}`)
  const simulatorAppId = isSimulator ? (await import('../simulator/records.ts')).ownAppId : undefined
  const knownApp = join(dataDirectory, 'confirmd-app.json')
  const stored = join(dataDirectory, 'webhook-secret') // where a server without WEBHOOK_SECRET keeps what it has made
  return {
    env,
    platform,
    /** What is asked for and offered. */
    config,
    organizationId,
    /** `CONFIRMD_APP_ID`, or the simulator's own app, or the one that was registered from here last. */
    appId: env.confirmd.appId ?? simulatorAppId ?? readKnownApp(knownApp, { apiUrl, organizationId }),
    /** Lets the commands that come after find the app of this id. */
    keepApp: (appId: string) => keepApp(knownApp, { apiUrl, organizationId, appId }),
    /** Where the platform is to send webhooks, as far as the settings say. */
    webhookUrl: `${env.publicUrl}/api/webhooks/confirmd`,
    /** What this server accepts first; undefined where nothing says. */
    webhookSecret: env.webhookSecret ?? (existsSync(stored) ? readFileSync(stored, 'utf8').trim() : undefined),
    previousWebhookSecrets: env.previousWebhookSecrets,
    isSimulator,
    /** The server whose simulator it is. */
    here,
  }
}
