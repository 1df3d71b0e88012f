import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Env } from '../env.ts'
import { storedSecret } from '../secrets/stored-secret.ts'
import type { Simulator } from '../simulator/simulator.ts'
import { type ConfirmdPlatform, createConfirmdPlatform } from './confirmd-platform.ts'
import { readTemplates } from './read-templates.ts'

/** Who the simulated organization is, where nobody has named one. */
export const simulatorOrganization = 'nelfund-simulator'

export interface OpenConfirmdOptions {
  readonly log: Logger
  readonly webhookSecret: string
  readonly dataDirectory: string
  /** This process's own origin, as it calls itself. */
  readonly here: string
}

export interface Confirmd {
  readonly platform: ConfirmdPlatform
  readonly organizationId: string
  /** The webhook app at the platform that sends here, where it is known. */
  readonly appId: string | undefined
  readonly simulator: Simulator | undefined
}

/**
 * The platform, or in simulator mode a stand-in that this process serves and calls over HTTP like the real one. Where
 * there is neither, every call fails with `PLATFORM_FAILED`. Only simulator mode loads the simulator.
 *
 * @throws EnvError where `CONFIRMD_TEMPLATES` names a file that makes no sense.
 * @throws AppError `BAD_REQUEST` where `SIMULATOR_CHAOS` makes none, in simulator mode.
 */
export async function openConfirmd(env: Env, options: OpenConfirmdOptions): Promise<Confirmd> {
  const { log, webhookSecret, dataDirectory, here } = options
  const { mode, authUrl, apiUrl, clientId = '', clientSecret = '', appId, templatesFile } = env.confirmd
  const templates = readTemplates(templatesFile)
  if (mode !== 'simulator') {
    const organizationId = env.organizationId ?? clientId
    const account = { authUrl, apiUrl, organizationId, clientId, clientSecret }
    const platform = createConfirmdPlatform({ ...account, templates, log })
    return { platform, organizationId, appId, simulator: undefined }
  }
  const { createSimulator } = await import('../simulator/simulator.ts')
  const account = simulatorAccount(env, dataDirectory)
  const simulator = createSimulator({
    ...account,
    ...env.simulator,
    publicUrl: env.publicUrl,
    webhookUrl: () => `${here}/api/webhooks/confirmd`,
    webhookSecret,
    stateFile: join(dataDirectory, 'simulator.json'),
    log,
  })
  const urls = { authUrl: `${here}/simulator/token`, apiUrl: `${here}/simulator` }
  const platform = createConfirmdPlatform({ ...urls, ...account, templates, log })
  return { platform, organizationId: account.organizationId, appId: appId ?? simulator.appId, simulator }
}

/** The organization's account at the simulator; its secret is kept so that the command line finds it too. */
export function simulatorAccount(env: Pick<Env, 'organizationId'>, dataDirectory: string) {
  return {
    organizationId: env.organizationId ?? simulatorOrganization,
    clientId: simulatorOrganization,
    clientSecret: storedSecret(join(dataDirectory, 'simulator-client-secret')),
  }
}
