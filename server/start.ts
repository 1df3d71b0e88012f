import { existsSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { join } from 'node:path'
import { type Env, EnvError, readEnv } from './env.ts'
import { createClientFiles } from './http/client-files.ts'
import { listen } from './http/listen.ts'
import { createVitePages, sourceFiles } from './http/vite-pages.ts'
import { createLog } from './log.ts'
import { openLogOutput } from './log-output.ts'
import { toReadable } from './log-pretty.ts'
import { storedSecret } from './secrets/stored-secret.ts'
import { wire } from './wire.ts'

const dataDirectory = 'data'
const clientDirectory = join(import.meta.dirname, '../dist/client')

/** How long a process that ends waits for who reads what it has said. */
const lastWordsMs = 500
/** After it listens, for those who have waited for that: their requests come before whatever this process does by itself. */
const firstAnswersMs = 200
/** After the start, until what was compiled for it is kept for the next. */
const quietMs = 2_000

process.umask(0o077) // everything this process writes is its owner's alone
if (existsSync('.env')) process.loadEnvFile('.env')

try {
  await run(process.argv.slice(2))
} catch (error) {
  const lines = error instanceof EnvError ? error.problems : [error instanceof Error ? error.message : String(error)]
  const output = openLogOutput(2)
  for (const line of lines) output.write(`${line}\n`)
  await output.drained(lastWordsMs)
  process.exit(1)
}

/** What `npm start` and the other scripts of package.json that lead here do. */
async function run([command = '', ...rest]: readonly string[]): Promise<void> {
  if (!['--migrate', '--backup', '--purge', '--rotate-signing-keys', '--subject'].includes(command)) return serve()
  const { backUp, migrate, purgeNow } = await import('./cli/maintenance.ts')
  // only the database is needed
  const env = readEnv({ ...process.env, CONFIRMD_MODE: 'simulator', NODE_ENV: 'development' })
  const write = (line: string) => process.stdout.write(`${line}\n`)
  if (command === '--rotate-signing-keys') {
    const { rotateKeys } = await import('./cli/rotate-signing-keys.ts')
    return rotateKeys(env, dataDirectory, write)
  }
  if (command === '--subject') {
    const [{ subject }, { createTerminal }] = await Promise.all([
      import('./cli/subject.ts'),
      import('./cli/terminal.ts'),
    ])
    return subject(env, dataDirectory, rest, createTerminal(process))
  }
  if (command === '--migrate') return migrate(env, rest, write)
  if (command === '--backup') return backUp(env, rest[0], write)
  return purgeNow(env, rest.includes('--dry-run'), write)
}

async function serve(): Promise<void> {
  const env = readEnv(process.env)
  const dev = process.argv.includes('--dev')
  const output = openLogOutput(1)
  const log = createLog(env.logLevel, output.isTerminal ? await toReadable(output) : output)
  for (const warning of env.warnings) log.warn(warning)
  const secretFile = join(dataDirectory, 'webhook-secret')
  const tokenFile = join(dataDirectory, 'admin-token')
  const hasNames = env.adminTokens.length > 0
  const { listener, pageSettings, signInLink, begin, close } = await wire(env, {
    log,
    webhookSecret: env.webhookSecret ?? storedSecret(secretFile),
    adminToken: env.adminToken ?? (env.production || hasNames ? undefined : storedSecret(tokenFile)),
    dataDirectory,
    writerScript: new URL('writer-thread.ts', import.meta.url),
    clientFiles: dev ? sourceFiles : (settings) => createClientFiles(clientDirectory, settings),
  })
  const { stop } = await listen(dev ? await createVitePages(listener, pageSettings) : listener, env)
  output.write(
    [
      `NELFUND Connect is running (${env.confirmd.mode === 'none' ? 'no wallet platform' : `${env.confirmd.mode} mode`})`,
      `  wizard          ${env.publicUrl}/register/intro`,
      ...(env.confirmd.mode === 'simulator' ? [`  wallet          ${env.publicUrl}/wallet`] : []),
      `  webhooks        POST ${env.publicUrl}/api/webhooks/confirmd`,
      `  webhook secret  ${env.webhookSecret ? 'WEBHOOK_SECRET' : secretFile}`,
      ...consoleLines(env, tokenFile, output.isTerminal, signInLink),
      '',
    ].join('\n'),
  )

  const beginning = setTimeout(begin, firstAnswersMs)
  setTimeout(flushCompileCache, quietMs).unref() // also where this process is killed

  let stopping = false
  const shutDown = async (signal: string) => {
    if (stopping) return
    stopping = true
    clearTimeout(beginning)
    log.info({ signal }, 'stopping')
    await stop()
    await close()
    await output.drained(lastWordsMs)
    process.exit(0)
  }
  process.on('SIGTERM', shutDown)
  process.on('SIGINT', shutDown)
}

/** Where the consoles are and what opens them. The link is a key: it is not written to a production log. */
function consoleLines(env: Env, tokenFile: string, isTerminal: boolean, signInLink: () => string | null): string[] {
  const pages = [`  console         ${env.publicUrl}/admin`, `  state machine   ${env.publicUrl}/qa`]
  const isGiven = env.adminToken !== undefined || env.adminTokens.length > 0
  if (env.production && !isGiven)
    return [...pages, '  admin token     none: set ADMIN_TOKEN or ADMIN_TOKENS to use them']
  const token = `  admin token     ${isGiven ? (env.adminToken === undefined ? 'ADMIN_TOKENS' : 'ADMIN_TOKEN') : tokenFile}`
  if (env.production && !isTerminal) return [...pages, token]
  return [...pages, token, `  sign in once    ${signInLink()}`]
}
