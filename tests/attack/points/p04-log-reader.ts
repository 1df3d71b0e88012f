import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../support/free-port.ts'
import { adminToken, webhookSecret } from '../../support/secrets.ts'
import { ask, inLanes, student } from '../ask.ts'
import type { Attack } from '../report.ts'
import { until } from '../target.ts'

const main = fileURLToPath(new URL('../../../server/main.ts', import.meta.url))

export const logReader: Attack = {
  point: '4',
  async run(check) {
    await check('its log goes to `head -n 1`', () => logInto('head -n 1'))
    await check('its log goes to who never reads', () => logInto('sleep 120'))
  },
}

/** The server with its output in a pipe to `reader`, much to log, and then SIGTERM. */
async function logInto(reader: string) {
  const directory = await mkdtemp(join(tmpdir(), 'nelfund-attack-'))
  const port = String(await freePort())
  const env = {
    ...{ PATH: process.env.PATH, PORT: port, LOG_LEVEL: 'debug' },
    ...{ WEBHOOK_SECRET: webhookSecret, ADMIN_TOKEN: adminToken },
  }
  const line = `sh -c 'echo $$ > pid; exec "$0" "$1"' "$0" "$1" 2>&1 | ${reader}`
  const shell = spawn('/bin/sh', ['-c', line, process.execPath, main], {
    ...{ cwd: directory, env, stdio: 'ignore', detached: true },
  })
  const server = { url: `http://127.0.0.1:${port}` }
  const healthy = () => ask(server, { from: student, path: '/healthz', fresh: true, timeoutMs: 2000 })
  try {
    const isUp = await until(async () => (await healthy()).status === 200, 20_000)
    if (!isUp) return { held: false, seen: 'never answered' }
    const flood = { path: '/trpc/session.get', headers: { 'x-request-id': 'x'.repeat(64) }, timeoutMs: 3000 }
    await inLanes(Array(3000).fill(flood), 8, (question) => ask(server, question).then(stopAtSilence))
    const answers = await inLanes(Array(10).fill(0), 1, async () => delay(50).then(healthy))
    const answered = answers.filter(({ status }) => status === 200).length
    const slowest = Math.max(...answers.map(({ tookMs }) => tookMs))
    const pid = Number(readFileSync(join(directory, 'pid'), 'utf8'))
    process.kill(pid, 'SIGTERM')
    const hasEnded = await until(() => !isAlive(pid), 6000)
    return {
      held: answered === 10 && slowest < 2000 && hasEnded,
      seen: `${answered} of 10 answered, the slowest in ${Math.round(slowest)} ms; SIGTERM ${hasEnded ? 'ends it' : 'is ignored'}`,
    }
  } catch (error) {
    if (error instanceof Silent) return { held: false, seen: 'answers nothing any more' }
    throw error
  } finally {
    if (shell.pid !== undefined) killGroup(shell.pid)
    await rm(directory, { recursive: true, force: true })
  }
}

class Silent extends Error {}

function stopAtSilence({ status }: { readonly status: number }): void {
  if (status === 0) throw new Silent()
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // all of it has gone by itself
  }
}
