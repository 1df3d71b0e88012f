import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { freePort } from '../support/free-port.ts'
import { startChild } from './child.ts'
import { organizationId, webhookSecret } from './load-shape.ts'

/** The checkout that is measured where nothing else is said. */
export const ownRoot = join(import.meta.dirname, '../..')
/** The one limit that a single sender of more than a hundred a second meets. */
export const settingsNote = 'settings: all as they come, but WEBHOOK_RATE_LIMIT=0'

/** The server as `npm start` runs it, in a directory of its own, which is also where its database is unless told otherwise. */
export interface Product {
  readonly port: number
  readonly directory: string
  readonly process: ChildProcess
  pid(): number
  /** What it has logged at level `warn` or above. */
  warnings(): readonly string[]
  /** A figure of `/metrics`. */
  metric(name: string): Promise<number>
  [Symbol.asyncDispose](): Promise<void>
}

export interface ProductOptions {
  /** Of the checkout. */
  readonly root: string
  readonly directory: string
  readonly databaseUrl?: string | undefined
  /** What a platform of `startPlatform` has told. */
  readonly platform?: Readonly<Record<string, string>>
  /** Whether `memory-probe.ts` is loaded into it, which tells of its heap. */
  readonly probed?: boolean
}

/** Starts it, with all settings as they come but the rate limit; resolves when it says that it runs. @throws where it ends instead. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const port = await freePort()
  const child = spawnProduct(options, port)
  let output = ''
  const text = () => output
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  const says = /NELFUND Connect is running/
  const gone = once(child, 'exit').then(() => Promise.reject(new Error(`The server has ended:\n${output}`)))
  gone.catch(() => undefined) // afterwards nobody waits for it
  while (!says.test(output)) await Promise.race([once(child.stdout ?? child, 'data'), gone])
  return {
    port,
    directory: options.directory,
    process: child,
    pid: () => child.pid ?? 0,
    warnings: () =>
      text()
        .split('\n')
        .filter((line) => /^\{"level":[456]0/.test(line)),
    async metric(name) {
      const headers = { Authorization: `Bearer ${webhookSecret}` }
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).text()
      return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1] ?? Number.NaN)
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** The process itself, before it has said anything. */
export function spawnProduct(options: ProductOptions, port: number): ChildProcess {
  const { root, directory, databaseUrl, platform = {}, probed = false } = options
  const env = {
    PATH: process.env.PATH,
    PORT: String(port),
    WEBHOOK_SECRET: webhookSecret,
    ADMIN_TOKEN: webhookSecret,
    WEBHOOK_RATE_LIMIT: '0',
    ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    ...platform,
  }
  const probe = probed ? ['--expose-gc', '--import', join(import.meta.dirname, 'memory-probe.ts')] : []
  const args = [...flagsOf(root), ...probe, join(root, 'server/main.ts')]
  const child = spawn(process.execPath, args, {
    ...{ cwd: directory, env },
    stdio: ['ignore', 'pipe', 'pipe', probed ? 'ipc' : 'ignore'],
  })
  const end = () => child.kill('SIGKILL')
  process.once('exit', end) // where this process fails, it must not stay behind
  child.once('exit', () => process.off('exit', end))
  return child
}

/** Applies every migration of that checkout to the database. */
export async function migrateProduct({ root, directory, databaseUrl }: ProductOptions): Promise<void> {
  const env = { PATH: process.env.PATH, ...(databaseUrl && { DATABASE_URL: databaseUrl }) }
  const child = spawn(process.execPath, [join(root, 'server/main.ts'), '--migrate'], { cwd: directory, env })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`The migration ended with ${code}`)
}

/** Where `startProduct` keeps its database unless told otherwise. */
export function sqliteFileOf(directory: string): string {
  return join(directory, 'data/nelfund-connect.db')
}

/** A directory that is deleted afterwards. */
export async function inDirectory<Result>(use: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'nelfund-bench-'))
  try {
    return await use(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** A platform that answers at once, in a process of its own, as the settings of a server that is to ask it. */
export async function startPlatform(): Promise<{ settings: Readonly<Record<string, string>>; stop(): void }> {
  const child = startChild('platform.ts')
  const url = `http://127.0.0.1:${z.number().parse((await once(child, 'message'))[0])}`
  const settings = {
    CLIENT_ID: 'bench',
    CLIENT_SECRET: 'bench',
    ORGANIZATION_ID: organizationId,
    CREDENTIAL_DEFINITION_ID: 'definition',
    PROOF_CREDENTIAL_DEFINITION_ID: 'definition',
    CONFIRMD_AUTH_URL: `${url}/token`,
    CONFIRMD_API_URL: url,
  }
  return { settings, stop: () => child.kill('SIGKILL') }
}

/** What the `start` script of a checkout gives to Node. */
function flagsOf(root: string): string[] {
  const Package = z.object({ scripts: z.object({ start: z.string() }) })
  const { start } = Package.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).scripts
  const flags = (/\bnode (.*)server\/main\.ts/.exec(start)?.[1] ?? '').split(' ').filter((flag) => flag !== '')
  return flags.map((flag) => (flag.startsWith('./') ? join(root, flag) : flag))
}
