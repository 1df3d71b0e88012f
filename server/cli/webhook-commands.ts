import { type Command, InvalidArgumentError } from 'commander'
import type { WebhookApp, WebhookDelivery } from '../../shared/webhook-app.ts'
import { AppError } from '../errors.ts'
import type { Connection } from './connection.ts'
import { isAccepted } from './is-accepted.ts'
import { rotate } from './rotate.ts'
import type { Terminal } from './terminal.ts'

export interface CommandContext {
  readonly terminal: Terminal
  /** Opens the platform, once a command needs it. */
  readonly open: () => Promise<Connection>
  /** Writes the answer: `data` as JSON where that was asked for, else the text. */
  readonly answer: (data: object, text: string) => void
}

interface RegisterOptions {
  readonly name?: string
  readonly description: string
  readonly url?: string
  readonly secretStdin?: boolean
  readonly unchecked?: boolean
}

const shortestSecret = 32
const unknown = 'not said'

/** `webhook register|show|test|deliveries|rotate` (guide, "Register Webhook in Confirmd Platform" and after). */
export function addWebhookCommands(program: Command, { terminal, open, answer }: CommandContext): void {
  const webhook = program
    .command('webhook')
    .description('where the platform sends webhooks: an app, or the one address of the organization')
  /** Without any id it is the one address of the organization, where the platform has such a thing. */
  const openApp = async (given: string | undefined) => {
    const connection = await open()
    return { connection, apps: connection.platform.apps, appId: given || connection.appId }
  }

  /** Never from an argument: those end up in the shell's history and in the list of processes. */
  const secretOf = async ({ webhookSecret }: Connection, fromStdin: boolean | undefined) => {
    const secret = fromStdin
      ? await terminal.readLine()
      : (webhookSecret ?? (terminal.isInteractive ? await terminal.askSecret('WEBHOOK_SECRET') : ''))
    if (secret.length >= shortestSecret) return secret
    const problem = secret === '' ? 'is missing: set it, or pipe it in with --secret-stdin' : 'is too short'
    throw new AppError('BAD_REQUEST', `WEBHOOK_SECRET ${problem} (at least ${shortestSecret} characters)`)
  }

  webhook
    .command('register')
    .description('tell the platform to send webhooks here: as a new app, or as the one address where it has no apps')
    .option('--name <name>', 'how the platform lists it')
    .option('--description <text>', 'what it is for', 'Webhook receiver for NELFUND student registration')
    .option('--url <url>', 'where to send webhooks (default: PUBLIC_URL and the webhook path)')
    .option('--secret-stdin', 'read the webhook secret from stdin instead of WEBHOOK_SECRET')
    .option('--unchecked', 'do not look first whether the server is there and accepts the secret')
    .action(async (options: RegisterOptions) => {
      const connection = await open()
      const asks = terminal.isInteractive && !options.secretStdin
      const ask = (given: string | undefined, question: string, fallback: string) =>
        given ?? (asks ? terminal.ask(question, fallback) : fallback)
      const webhookUrl = await ask(options.url, 'Where should the platform send webhooks?', connection.webhookUrl)
      const name = await ask(options.name, 'Name of the webhook app', 'NELFUND Connect')
      if (!connection.isSimulator && !webhookUrl.startsWith('https:')) {
        terminal.note(`Mind: the platform must be able to reach ${webhookUrl}, and production needs https.`)
      }
      const webhookSecret = await secretOf(connection, options.secretStdin)
      if (connection.isSimulator) mustBeHere(webhookUrl, connection)
      if (!options.unchecked) terminal.note(await checkReceiver(webhookUrl, webhookSecret))
      const { description } = options
      const app = await connection.platform.apps.create({ name, description, webhookUrl, webhookSecret })
      answer(app, describeApp(app))
      if (connection.isSimulator) return
      if (app.kind === 'app') connection.keepApp(app.id)
      terminal.note(afterRegistering(app))
    })

  webhook
    .command('show [appId]')
    .description('what the platform knows: where does it send, is the app active?')
    .action(async (given: string | undefined) => {
      const { apps, appId } = await openApp(given)
      const app = await apps.show(appId)
      answer(app, describeApp(app))
    })

  webhook
    .command('test [appId]')
    .description('make the platform send a test webhook')
    .option('--event-type <type>', 'what it is about: Connection, Credential, Proof', 'Credential')
    .action(async (given: string | undefined, { eventType }: { eventType: string }) => {
      const { apps, appId } = await openApp(given)
      const result = await apps.test(appId, eventType)
      const { success, httpStatus, responseTimeMs } = result
      const status = httpStatus === null ? '' : `, which answered HTTP ${httpStatus}`
      const took = responseTimeMs === null ? '' : ` in ${responseTimeMs} ms`
      const failed = success === false || (httpStatus !== null && httpStatus > 299)
      answer(result, `The platform sent a test webhook${status}${took}.`)
      if (failed) throw new AppError('PLATFORM_FAILED', 'The test webhook did not arrive; see: webhook deliveries')
    })

  webhook
    .command('deliveries [appId]')
    .description("the platform's own log of what it sent, newest first")
    .option('--limit <count>', 'how many', toCount, 20)
    .action(async (given: string | undefined, { limit }: { limit: number }) => {
      const { apps, appId } = await openApp(given)
      const deliveries = await apps.deliveries(appId, limit)
      answer(deliveries, describeDeliveries(deliveries))
    })

  webhook
    .command('rotate [appId]')
    .description('make the platform use WEBHOOK_SECRET from now on, losing no webhook')
    .option('--secret-stdin', 'read the new secret from stdin instead of WEBHOOK_SECRET')
    .option('--server <url>', "the running server's webhook URL (default: PUBLIC_URL and the webhook path)")
    .option('--yes', 'do not ask before telling the platform')
    .action(async (given: string | undefined, options: { secretStdin?: boolean; server?: string; yes?: boolean }) => {
      const { connection, appId } = await openApp(given)
      const newSecret = await secretOf(connection, options.secretStdin)
      const { yes = false, server: webhookUrl = connection.webhookUrl } = options
      const rotated = await rotate(connection, terminal, { appId, newSecret, webhookUrl, yes })
      if (rotated === null) return answer({ appId, rotated: false }, 'Nothing was changed.')
      answer({ appId: rotated.id, rotated: true }, 'Done: the platform uses the new secret from now on.')
      terminal.note('When deliveries are well, take WEBHOOK_SECRET_PREVIOUS away and restart the server.')
    })
}

/** Whoever means the platform must not believe that it was told. @throws AppError `BAD_REQUEST` */
function mustBeHere(webhookUrl: string, { here, env: { publicUrl } }: Connection): void {
  const { hostname, origin } = new URL(webhookUrl)
  if (origin === publicUrl || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return
  const mend = 'Put CLIENT_ID, CLIENT_SECRET and ORGANIZATION_ID into .env to tell the platform'
  throw new AppError(
    'BAD_REQUEST',
    `This is the simulator on ${here}, and no webhook of the platform would come. ${mend}.`,
  )
}

/** What to say of the server behind `webhookUrl`. @throws AppError `BAD_REQUEST` where every webhook would be lost. */
async function checkReceiver(webhookUrl: string, secret: string): Promise<string> {
  const accepted = await isAccepted(webhookUrl, secret)
  if (accepted === true) return `The server at ${webhookUrl} accepts the secret.`
  if (accepted === 'not known') return `Mind: what answers at ${webhookUrl} does not say whether it accepts the secret.`
  const what = accepted === false ? 'does not accept WEBHOOK_SECRET' : 'does not answer'
  const mend = 'Start it with the same settings (.env) as this command, or add --unchecked'
  throw new AppError('BAD_REQUEST', `The server at ${webhookUrl} ${what}. The platform was told nothing.\n  ${mend}.`)
}

function toCount(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count > 0 && count <= 1000) return count
  throw new InvalidArgumentError('It must be a whole number from 1 to 1000.')
}

function afterRegistering({ kind, id }: WebhookApp): string {
  if (kind === 'app')
    return `Put CONFIRMD_APP_ID=${id} into .env and restart the server: its console finds the app by it.`
  return `${oneAddress}\nLeave CONFIRMD_APP_ID empty, and look for what arrives in the console's event log.`
}

const oneAddress =
  'This platform has no webhook apps, but one address for the whole organization, which replaces any other. It can ' +
  'neither send a test webhook nor list deliveries, and it signs webhooks with the secret.'

/** An app, a line for each thing that is known of it. */
function describeApp({ kind, id, name, webhookUrl, isActive, hasSecret, createdAt }: WebhookApp): string {
  const active = isActive === null ? unknown : isActive ? 'yes' : 'no: it gets no webhooks'
  const signed =
    hasSecret === null ? unknown : hasSecret ? 'yes' : 'no: there is no secret, and this server takes nothing'
  if (kind === 'organization')
    return [
      `kind      one address for the organization ${id}`,
      `sends to  ${webhookUrl ?? unknown}`,
      `signed    ${signed}`,
    ].join('\n')
  return [
    'kind      webhook app',
    `id        ${id}`,
    `name      ${name ?? unknown}`,
    `sends to  ${webhookUrl ?? unknown}`,
    `active    ${active}`,
    `created   ${createdAt ?? unknown}`,
  ].join('\n')
}

/** Deliveries as a table, one line each. */
function describeDeliveries(deliveries: readonly WebhookDelivery[]): string {
  if (deliveries.length === 0) return 'No deliveries yet.'
  const rows = deliveries.map(({ at, status, httpStatus, responseTimeMs, attempts, eventType, id }) => [
    at ?? unknown,
    status ?? unknown,
    httpStatus === null ? '–' : String(httpStatus),
    responseTimeMs === null ? '–' : `${responseTimeMs} ms`,
    attempts === null ? '–' : String(attempts),
    eventType ?? unknown,
    id ?? '–',
  ])
  const heads = ['at', 'status', 'HTTP', 'took', 'attempts', 'event', 'id']
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const toLine = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  return [heads, ...rows].map((row) => toLine(row).trimEnd()).join('\n')
}
