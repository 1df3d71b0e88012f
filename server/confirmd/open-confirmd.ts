import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Env } from '../env.ts'
import { readConfig } from './confirmd-config.ts'
import { type ConfirmdPlatformOptions, createConfirmdPlatform } from './confirmd-platform.ts'
import { simulatedDefinitions, simulatorAccount } from './simulated-account.ts'

export type ConfirmdPatience = Pick<ConfirmdPlatformOptions, 'timeoutMs' | 'budgetMs' | 'retryDelayMs'>

interface OpenPlatformOptions {
  readonly log: Logger
  readonly dataDirectory: string
  /** The origin of the server that serves the simulator, in simulator mode. */
  readonly here: string
  readonly answered?: ConfirmdPlatformOptions['answered']
  readonly patience?: ConfirmdPatience | undefined
}

/**
 * The platform, or in simulator mode a stand-in that this process serves and calls over HTTP like the real one. Where
 * there is neither, every call fails with `PLATFORM_FAILED`. Only simulator mode loads the simulator. `appId` is the
 * webhook app at the platform that sends here, where it is known; `config` is what is asked for and offered.
 *
 * @throws EnvError where `CONFIRMD_CONFIG` names a file that makes no sense.
 * @throws AppError `BAD_REQUEST` where `SIMULATOR_CHAOS` makes none, in simulator mode.
 */
export async function openConfirmd(env: Env, options: OpenPlatformOptions & { readonly webhookSecret: string }) {
  const { log, webhookSecret, dataDirectory, here } = options
  const { platform, config, account } = openPlatform(env, options)
  for (const warning of config.warnings) log.warn(warning)
  const { organizationId, clientId, clientSecret } = account
  const { mode, appId } = env.confirmd
  if (mode !== 'simulator') return { platform, config, organizationId, appId, simulator: undefined }
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
  return { platform, config, organizationId, appId: appId ?? simulator.appId, simulator }
}

/** The platform as the environment names it, or the simulator of the server at `here`. @throws EnvError likewise. */
export function openPlatform(env: Env, { log, dataDirectory, here, answered, patience }: OpenPlatformOptions) {
  const { mode, authUrl, apiUrl, clientId = '', clientSecret = '', configFile } = env.confirmd
  const { credentialDefinitionId, proofCredentialDefinitionId } = env.confirmd
  const isSimulator = mode === 'simulator'
  const account = isSimulator
    ? { authUrl: `${here}/simulator/token`, apiUrl: `${here}/simulator`, ...simulatorAccount(env, dataDirectory) }
    : { authUrl, apiUrl, organizationId: env.organizationId ?? '', clientId, clientSecret }
  const config = readConfig(configFile, {
    offered: credentialDefinitionId ?? simulatedDefinitions.offered,
    asked: proofCredentialDefinitionId ?? (mode === 'platform' ? undefined : simulatedDefinitions.asked),
  })
  const platform = createConfirmdPlatform({ ...account, ...patience, config, publicUrl: env.publicUrl, log, answered })
  return { platform, config, account }
}
