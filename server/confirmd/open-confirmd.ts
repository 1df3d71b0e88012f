import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Env } from '../env.ts'
import { storedSecret } from '../secrets/stored-secret.ts'
import { createConfirmdPlatform } from './confirmd-platform.ts'
import { readTemplates } from './read-templates.ts'

/** Who the simulated organization is, where nobody has named one: a UUID, as the platform demands. */
export const simulatorOrganization = '7c0b1a52-3f0e-4d0b-9c35-5be1de2a86f1'

interface OpenPlatformOptions {
  readonly log: Logger
  readonly dataDirectory: string
  /** The origin of the server that serves the simulator, in simulator mode. */
  readonly here: string
}

/**
 * The platform, or in simulator mode a stand-in that this process serves and calls over HTTP like the real one. Where
 * there is neither, every call fails with `PLATFORM_FAILED`. Only simulator mode loads the simulator. `appId` is the
 * webhook app at the platform that sends here, where it is known.
 *
 * @throws EnvError where `CONFIRMD_TEMPLATES` names a file that makes no sense.
 * @throws AppError `BAD_REQUEST` where `SIMULATOR_CHAOS` makes none, in simulator mode.
 */
export async function openConfirmd(env: Env, options: OpenPlatformOptions & { readonly webhookSecret: string }) {
  const { log, webhookSecret, dataDirectory, here } = options
  const { platform, account } = openPlatform(env, options)
  const { organizationId, clientId, clientSecret } = account
  const { mode, appId } = env.confirmd
  if (mode !== 'simulator') return { platform, organizationId, appId, simulator: undefined }
  const { createSimulator } = await import('../simulator/simulator.ts')
  const simulator = createSimulator({
    ...{ organizationId, clientId, clientSecret },
    ...env.simulator,
    publicUrl: env.publicUrl,
    webhookUrl: () => `${here}/api/webhooks/confirmd`,
    webhookSecret,
    stateFile: join(dataDirectory, 'simulator.json'),
    log,
  })
  return { platform, organizationId, appId: appId ?? simulator.appId, simulator }
}

/** The platform as the environment names it, or the simulator of the server at `here`. @throws EnvError likewise. */
export function openPlatform(env: Env, { log, dataDirectory, here }: OpenPlatformOptions) {
  const { mode, authUrl, apiUrl, clientId = '', clientSecret = '', templatesFile } = env.confirmd
  const account =
    mode === 'simulator'
      ? { authUrl: `${here}/simulator/token`, apiUrl: `${here}/simulator`, ...simulatorAccount(env, dataDirectory) }
      : { authUrl, apiUrl, organizationId: env.organizationId ?? clientId, clientId, clientSecret }
  const platform = createConfirmdPlatform({ ...account, templates: readTemplates(templatesFile), log })
  return { platform, account }
}

/** The organization's account at the simulator; its secret is kept so that the command line finds it too. */
export function simulatorAccount(env: Pick<Env, 'organizationId'>, dataDirectory: string) {
  return {
    organizationId: env.organizationId ?? simulatorOrganization,
    clientId: simulatorOrganization,
    clientSecret: storedSecret(join(dataDirectory, 'simulator-client-secret')),
  }
}
