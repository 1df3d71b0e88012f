import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { freshDirectory } from '../../support/databases.ts'
import { freePort } from '../../support/free-port.ts'
import { readLogLines } from '../../support/log-line.ts'
import { adminToken, webhookSecret } from '../../support/secrets.ts'
import { childVariables } from '../../support/server-process.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const main = join(import.meta.dirname, '../../../server/main.ts')
const stops = { timeout: 10_000 }
const nothingYet = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EAGAIN'

/** The server with stdout and stderr in one pipe, whose other end is this test's. */
async function startIntoPipe(variables: Readonly<Record<string, string>> = {}) {
  const directory = await freshDirectory()
  const name = join(directory, 'log')
  execFileSync('mkfifo', [name])
  const reader = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK)
  const writer = openSync(name, constants.O_WRONLY)
  const port = String(await freePort())
  const child = spawn(process.execPath, [main], {
    cwd: directory,
    env: {
      ...childVariables,
      NODE_ENV: 'test',
      LOG_LEVEL: 'debug',
      WEBHOOK_RATE_LIMIT: '0',
      WEBHOOK_SECRET: webhookSecret,
      ADMIN_TOKEN: adminToken,
      ...variables,
      PORT: port,
    },
    stdio: ['ignore', writer, writer],
  })
  closeSync(writer)
  const exited = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  const url = `http://localhost:${port}`
  const buffer = Buffer.alloc(65_536)
  return {
    url,
    untilReady: () =>
      vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), { timeout: 60_000 }),
    hangUp: () => closeSync(reader),
    /** What is in the pipe now. */
    read() {
      let text = ''
      try {
        for (let length = readSync(reader, buffer); length > 0; length = readSync(reader, buffer))
          text += buffer.toString('utf8', 0, length)
      } catch (error) {
        if (!nothingYet(error)) throw error
      }
      return text
    },
    async stop() {
      const startedMs = performance.now()
      child.kill('SIGTERM')
      const [code] = await exited
      return { code, tookMs: performance.now() - startedMs }
    },
    exited,
  }
}

test.each(['after its first line', 'later'])(
  'who reads the log goes away %s: webhooks are answered all the same, and SIGTERM ends the server',
  async (when) => {
    const server = await startIntoPipe()
    if (when === 'later') await server.untilReady()
    await vi.waitFor(() => expect(server.read()).toContain('\n'), { timeout: 60_000, interval: 1 })
    server.hangUp()
    await server.untilReady()
    for (let index = 0; index < 50; index++)
      expect(
        (await sendWebhook(server, guideWebhook('connections.active', { connectionId: `c${index}` }))).status,
      ).toBe(200)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    const { code, tookMs } = await server.stop()
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(stops.timeout)
  },
)

test('nobody reads the log while 2,000 webhooks come: nothing waits for that, and who reads again is told what is missing', async () => {
  const server = await startIntoPipe()
  await server.untilReady()
  let done = false
  const times: number[] = []
  const health = (async () => {
    while (!done) {
      const startedMs = performance.now()
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
      times.push(performance.now() - startedMs)
      await delay(10)
    }
  })()
  const senders = Array.from({ length: 4 }, async (_, sender) => {
    for (let index = 0; index < 500; index++) {
      const webhook = guideWebhook('connections.active', { connectionId: `c${sender}-${index}` })
      expect((await sendWebhook(server, webhook)).status).toBe(200)
    }
  })
  await Promise.all(senders)
  done = true
  await health
  const p99 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]
  expect(times.length).toBeGreaterThan(20)
  expect(p99).toBeLessThan(1_000) // 100 on a machine with nothing else to do; a write that waits for a reader never ends

  let output = ''
  await vi.waitFor(
    async () => {
      output += server.read()
      await sendWebhook(server, guideWebhook('connections.active', { connectionId: 'after' }))
      expect(output).toMatch(/log lines lost: \d+/)
      expect(output.slice(output.indexOf('log lines lost'))).toContain('webhook stored')
    },
    { timeout: 60_000, interval: 5 },
  )
  const lines = readLogLines(output)
  const whole = output
    .slice(0, output.lastIndexOf('\n'))
    .split('\n')
    .filter((line) => line.startsWith('{'))
  expect(lines.length).toBeGreaterThanOrEqual(whole.length) // none is cut in two
  const at = lines.map(({ time }) => Number(time))
  expect(at).toEqual(at.toSorted((a, b) => a - b))
  expect((await server.stop()).code).toBe(0)
})

test('why a server does not start is said before it ends, also into a pipe', async () => {
  const server = await startIntoPipe({ DATABASE_URL: 'nonsense' })
  const [code] = await server.exited
  expect(code).toBe(1)
  expect(server.read()).toContain('DATABASE_URL')
})
