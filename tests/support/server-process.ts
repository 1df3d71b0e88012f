import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'
import { readErrorLines } from './log-line.ts'
import { adminToken, webhookSecret } from './secrets.ts'

export interface ServerProcess {
  /** Origin only, the same over every restart. */
  readonly url: string
  /** Where it runs: its `data/` and, unless told otherwise, its database file are in here. */
  readonly directory: string
  readonly webhookSecret: string
  readonly adminToken: string
  /** Of the process that runs now. */
  pid(): number
  /** Everything it wrote to stdout and stderr so far, over all restarts. */
  output(): string
  /** The lines it logged at level `error` or above, over all restarts. */
  errors(): readonly string[]
  /** Sends the signal; resolves with the exit code once it is gone, null where the signal ended it. */
  kill(signal: NodeJS.Signals): Promise<number | null>
  /** Starts it again on the same files and port, killing it first where it runs; resolves when it is ready. */
  restart(): Promise<void>
  /** Kills it and deletes its directory. */
  [Symbol.asyncDispose](): Promise<void>
}

const inServer = (file: string) => fileURLToPath(new URL(`../../server/${file}`, import.meta.url))
/** As `npm start` starts it. */
const flags = ['--max-semi-space-size=16', '--expose-gc', '--import', inServer('quick-start.js')]
const main = inServer('main.ts')
const runningLine = 'NELFUND Connect is running'
/** Where Node keeps what it has compiled: a start from there takes a third of the time. It knows changed files by itself. */
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/nelfund-connect', import.meta.url))
/** What a process of a test's own has of this one's environment. */
export const childVariables = { PATH: process.env.PATH, NODE_COMPILE_CACHE: compileCache }
const readyWithinMs = 180_000
const pollEveryMs = 25

/**
 * The real server as a process of its own, with its own directory, database file and port; resolves when
 * `/readyz` answers 200. `variables` are added to its environment, which otherwise has nothing of this one's;
 * `shell` is what a shell does before it becomes the server: `ulimit -n 4096`.
 *
 * @throws Error with what it wrote, where it exits or is not ready within three minutes.
 */
export async function startServerProcess(
  variables: Readonly<Record<string, string>> = {},
  shell = ':',
): Promise<ServerProcess> {
  const directory = await mkdtemp(join(tmpdir(), 'nelfund-server-'))
  const port = variables.PORT ?? String(await freePort())
  const env = {
    ...childVariables,
    NODE_ENV: 'test',
    LOG_LEVEL: 'info',
    SESSION_RATE_LIMIT: '0', // tests and figures make more than a campus does
    WEBHOOK_SECRET: webhookSecret,
    ADMIN_TOKEN: adminToken,
    ...variables,
    PORT: port,
  }
  const url = `http://localhost:${port}`
  let output = ''
  let child: ChildProcess | undefined

  const cleanUp = () => {
    child?.kill('SIGKILL')
    rmSync(directory, { recursive: true, force: true })
  }
  process.once('exit', cleanUp)

  const server: ServerProcess = {
    url,
    directory,
    webhookSecret: env.WEBHOOK_SECRET,
    adminToken: env.ADMIN_TOKEN,
    pid: () => child?.pid ?? 0,
    output: () => output,
    errors: () => readErrorLines(output),
    async kill(signal) {
      if (!child || isGone(child)) return child?.exitCode ?? null
      const exited = once(child, 'exit')
      child.kill(signal)
      await exited
      return child.exitCode
    },
    async restart() {
      await server.kill('SIGKILL')
      const before = output.length
      const command = ['-c', `${shell}; exec "$0" "$@"`, process.execPath, ...flags, main]
      child = spawn('/bin/sh', command, { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] })
      for (const stream of [child.stdout, child.stderr])
        stream?.setEncoding('utf8').on('data', (text: string) => {
          output += text
        })
      await untilReady(child, `http://127.0.0.1:${port}`, () => output.slice(before)) // the name is not known without a network
    },
    async [Symbol.asyncDispose]() {
      await server.kill('SIGKILL')
      await rm(directory, { recursive: true, force: true })
      process.off('exit', cleanUp)
    },
  }
  try {
    await server.restart()
  } catch (error) {
    await server[Symbol.asyncDispose]()
    throw error
  }
  return server
}

/** Ready is what says itself that it listens: what answers at the port could be the server of another test. */
async function untilReady(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const deadline = AbortSignal.timeout(readyWithinMs)
  while (!(output().includes(runningLine) && (await answersReady(url, deadline)))) {
    if (isGone(child)) throw new Error(`The server exited with ${child.exitCode}:\n${output()}`)
    if (deadline.aborted) throw new Error(`The server was not ready within ${readyWithinMs} ms:\n${output()}`)
    await delay(pollEveryMs)
  }
}

async function answersReady(url: string, signal: AbortSignal): Promise<boolean> {
  const response = await fetch(`${url}/readyz`, { signal }).catch(() => null) // not listening yet
  return response?.ok ?? false
}

function isGone(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
