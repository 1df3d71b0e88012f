import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { Command, InvalidArgumentError, Option } from 'commander'
import { Hono } from 'hono'
import { pino } from 'pino'
import { simulatorAccount } from '../confirmd/simulated-account.ts'
import { EnvError, readEnv } from '../env.ts'
import { listen } from '../http/listen.ts'
import { ChaosLine } from '../simulator/chaos.ts'
import { type WebhookApi, webhookApis } from '../simulator/platform-routes.ts'
import { type Verification, verifications } from '../simulator/proofs.ts'
import { type ShortUrlForm, shortUrlForms } from '../simulator/short-address.ts'
import { createSimulator, type SimulatorDialect, simulatorDialects } from '../simulator/simulator.ts'

const about =
  'A stand-in for the Confirmd platform and a wallet, for any receiver of its webhooks. Settings: WEBHOOK_SECRET ' +
  '(sent as X-API-Key, or signed with), CLIENT_ID, CLIENT_SECRET and ORGANIZATION_ID (whom its API lets in; made up and kept in data/ ' +
  'otherwise), SIMULATOR_DIALECT, SIMULATOR_CHAOS, SIMULATOR_SIGN, SIMULATOR_SHORT_URLS, SIMULATOR_REUSE, LOG_LEVEL. ' +
  'Never for production.'

const examples = `
Chaos, in shares of all webhooks and in milliseconds, the same for the same seed:
  --chaos drop=0.1,duplicate=0.2,delay=50-500,reorder=0.1,outage=2000/10000,seed=7
While it runs: PUT {url}/simulator/orgs/{organization}/chaos with a bearer token and
  {"drop":0.1,"delay":{"fromMs":50,"toMs":500},"outage":{"forMs":2000,"everyMs":10000}}
The wallet: POST {url}/simulator/wallet/connections with {"invitation": "…"}; more in docs/simulator.md.`

interface Options {
  readonly port: number
  readonly host: string
  readonly webhookUrl?: string
  readonly publicUrl?: string
  readonly dialect?: SimulatorDialect
  readonly sign?: boolean
  readonly shortUrls?: ShortUrlForm
  readonly reuse?: boolean
  readonly webhookApi?: WebhookApi
  readonly verification?: Verification
  readonly chaos?: string
  readonly stateFile?: string
}

process.umask(0o077) // the state holds secrets
if (existsSync('.env')) process.loadEnvFile('.env')

try {
  if (process.env.NODE_ENV?.trim() === 'production')
    throw new EnvError(['NODE_ENV: the simulator is off in production'])
  await createProgram().parseAsync()
} catch (error) {
  const lines = error instanceof EnvError ? error.problems : [error instanceof Error ? error.message : String(error)]
  for (const line of lines) process.stderr.write(`${line}\n`)
  process.exit(1)
}

/** `npm run simulator`. */
function createProgram(): Command {
  return new Command('npm run simulator --')
    .description(about)
    .option('--port <port>', 'where to listen', toPort, 3400)
    .option('--host <host>', 'where to listen', '127.0.0.1')
    .option('--webhook-url <url>', 'the receiver; without it, only apps that are registered get webhooks', toUrl)
    .option('--public-url <url>', 'how wallets reach it; goes into invitations', toUrl)
    .addOption(choice('--dialect <dialect>', 'how webhooks are worded', simulatorDialects))
    .option('--sign', 'sign webhooks, in place of X-API-Key; credebl always does')
    .addOption(choice('--short-urls <form>', 'how the short addresses of invitations answer', shortUrlForms))
    .option('--reuse', 'the wallet answers invitations with a connection that it has, where it may')
    .addOption(choice('--webhook-api <api>', 'how webhooks are administered', webhookApis))
    .addOption(choice('--verification <when>', 'when a proof says whether it verifies', verifications))
    .option('--chaos <settings>', 'what goes wrong', toChaos)
    .option('--state-file <file>', 'keep connections and undelivered webhooks here, over restarts')
    .addHelpText('after', examples)
    .showHelpAfterError()
    .action(serve)
}

async function serve({ port, host, webhookUrl, publicUrl, ...settings }: Options): Promise<void> {
  const env = readEnv({ ...process.env, NODE_ENV: 'development', CONFIRMD_MODE: 'simulator' })
  if (webhookUrl !== undefined && env.webhookSecret === undefined) {
    throw new EnvError(['WEBHOOK_SECRET: is required with --webhook-url, whose receiver asks for it'])
  }
  const made = simulatorAccount(env, 'data')
  const { clientId = made.clientId, clientSecret = made.clientSecret } = env.confirmd
  const here = publicUrl ?? `http://localhost:${port}`
  const log = pino({ level: env.logLevel })
  const simulator = createSimulator({
    ...{ organizationId: made.organizationId, clientId, clientSecret, publicUrl: here, log },
    webhookUrl: webhookUrl === undefined ? undefined : () => webhookUrl,
    webhookSecret: env.webhookSecret ?? '',
    ...env.simulator,
    ...settings,
  })
  const app = new Hono().route('/simulator', simulator.app)
  const { stop } = await listen(getRequestListener(app.fetch), { host, port, maxConnectionsPerAddress: 0 })
  const shutDown = async () => {
    await stop()
    await simulator.close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void shutDown())
  process.stdout.write(
    [
      'The simulator is running',
      `  token           POST ${here}/simulator/token`,
      `  API             ${here}/simulator/orgs/${made.organizationId}`,
      `  wallet          ${here}/simulator/wallet`,
      `  webhooks go to  ${webhookUrl ?? 'nowhere until an app is registered'}`,
      `  client id       ${clientId}`,
      `  client secret   ${env.confirmd.clientSecret ? 'CLIENT_SECRET' : join('data', 'simulator-client-secret')}`,
      '',
    ].join('\n'),
  )
}

function toPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new InvalidArgumentError('It must be a port.')
}

function toUrl(text: string): string {
  if (/^https?:/.test(text) && URL.canParse(text)) return text.replace(/\/$/, '')
  throw new InvalidArgumentError('It must be an http(s) address.')
}

function choice(flags: string, description: string, values: readonly string[]): Option {
  return new Option(flags, description).choices(values)
}

function toChaos(text: string): string {
  const { error } = ChaosLine.safeParse(text)
  if (!error) return text
  throw new InvalidArgumentError(error.issues.map(({ message }) => message).join('; '))
}
