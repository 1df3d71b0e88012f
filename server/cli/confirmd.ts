import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { pino } from 'pino'
import { explainFailure } from '../confirmd/platform-error.ts'
import { EnvError } from '../env.ts'
import { AppError } from '../errors.ts'
import { connect, type RunContext } from './connection.ts'
import { addDoctorCommand } from './doctor-command.ts'
import { createTerminal } from './terminal.ts'
import { addWebhookCommands } from './webhook-commands.ts'

const about =
  "The platform's API from a terminal. It goes by the same settings as the server (.env is read): CLIENT_ID, " +
  'CLIENT_SECRET, ORGANIZATION_ID, CREDENTIAL_DEFINITION_ID, PROOF_CREDENTIAL_DEFINITION_ID, CONFIRMD_CONFIG, ' +
  'CONFIRMD_AUTH_URL, CONFIRMD_API_URL, CONFIRMD_APP_ID, PUBLIC_URL, WEBHOOK_SECRET, WEBHOOK_SECRET_PREVIOUS. Without CLIENT_ID it talks to the simulator of a server that ' +
  'was started in this directory. Secrets are taken from the settings, a prompt or stdin, never from an argument.'

const examples = `
First set-up, step by step:
  npm run -s confirmd -- secret              make a webhook secret; put it into .env as WEBHOOK_SECRET
  npm run confirmd -- token                  are CLIENT_ID and CLIENT_SECRET right?
  npm run confirmd -- webhook register       tell the platform where to send webhooks
  npm run confirmd -- webhook test           make it send one
  npm run confirmd -- webhook deliveries     see how that went
  npm run confirmd -- doctor                 is everything right? If not, what mends it?
For scripts: npm run -s confirmd -- --json webhook show
Exit code: 0 done, 1 not done (the reason is on stderr), 130 interrupted.`

if (import.meta.main) {
  process.umask(0o077) // what the simulator's account needs is its owner's alone
  if (existsSync('.env')) process.loadEnvFile('.env')
  process.stdout.on('error', (error) => {
    if ('code' in error && error.code === 'EPIPE') process.exit(0) // whoever reads has had enough, as `head` does
    throw error
  })
  const terminal = createTerminal(process)
  process.exitCode = await runConfirmd(process.argv.slice(2), {
    variables: process.env,
    terminal,
    dataDirectory: 'data',
  })
}

/** `npm run confirmd -- ARGUMENTS`. Says what went wrong, and answers the exit code. */
export async function runConfirmd(args: readonly string[], ctx: RunContext): Promise<number> {
  try {
    await createProgram(ctx).parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode // it has said what it had to say
    if (error instanceof Error && error.name === 'ExitPromptError') return 130 // interrupted
    for (const line of linesOf(error)) ctx.terminal.note(line)
    return 1
  }
}

/** @throws CommanderError instead of ending the process. */
function createProgram(ctx: RunContext): Command {
  const { terminal } = ctx
  const program = new Command('npm run confirmd --')
    .description(about)
    .option('--json', 'answer in JSON')
    .option('--verbose', "log each call to the platform to stderr, less what's secret")
    .addHelpText('after', examples)
    .showHelpAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.write(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    })

  const asked = () => program.opts<{ json?: boolean; verbose?: boolean }>()
  const open = () => connect(ctx, pino({ level: asked().verbose ? 'info' : 'silent' }, process.stderr))
  const answer = (data: object, text: string) => terminal.write(asked().json ? JSON.stringify(data) : text)

  program
    .command('token')
    .description('get an access token, and say how long it is good and for what')
    .option('--show', 'print the token itself, and nothing else')
    .action(async ({ show }: { show?: boolean }) => {
      const { token, expiresAt, scope } = await (await open()).platform.token()
      const details = { expiresAt: expiresAt.toISOString(), scope }
      if (show) return answer({ token, ...details }, token)
      const text = `The platform gave a token that is good until ${details.expiresAt} (scope: ${scope ?? 'not said'}).`
      answer(details, `${text}\nIt is not printed; --show does.`)
    })

  program
    .command('secret')
    .description('print a fresh 32-byte secret in hex')
    .action(() => {
      const secret = randomBytes(32).toString('hex')
      answer({ secret }, secret)
    })

  addWebhookCommands(program, { terminal, open, answer })
  addDoctorCommand(program, { terminal, open, answer })
  return program
}

function linesOf(error: unknown): readonly string[] {
  if (error instanceof EnvError) return error.problems
  if (!(error instanceof AppError)) return [error instanceof Error ? (error.stack ?? error.message) : String(error)]
  const reason = reasonOf(error.cause)
  return [explainFailure(error), ...(reason && !error.message.includes(reason) ? [`  ${reason}`] : [])]
}

/** The first cause of an error: the network's own words rather than "fetch failed". */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return ''
  return (cause.cause instanceof Error ? reasonOf(cause.cause) : '') || cause.message
}
