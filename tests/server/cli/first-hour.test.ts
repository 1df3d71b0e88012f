import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshDirectory } from '../../support/databases.ts'
import { freePort } from '../../support/free-port.ts'
import { webhookSecret } from '../../support/secrets.ts'
import { startServerProcess } from '../../support/server-process.ts'
import { startTestServer } from '../../support/test-server.ts'
import { platformVariables } from '../confirmd/platform-and-server.ts'
import { confirmd } from './run-cli.ts'
import { oldSecret, startPlatform } from './start-platform.ts'

test('every command says which platform it talks to, and nobody takes the simulator for the platform', async () => {
  const { simulated, run } = await startPlatform()
  const { host } = new URL(simulated.url)
  for (const command of ['token', '--json webhook show', 'webhook deliveries', 'doctor'])
    expect((await run(command)).stderr).toContain(
      `Platform: ${host}; organization ${platformVariables(simulated).ORGANIZATION_ID}\n`,
    )

  await using server = await startServerProcess()
  const beside = { variables: { PORT: new URL(server.url).port }, dataDirectory: join(server.directory, 'data') }
  const secret = { ...beside, variables: { ...beside.variables, WEBHOOK_SECRET: server.webhookSecret } }
  const register = ['webhook', 'register']
  const here = `Platform: the simulator on ${server.url}, since CLIENT_ID is not set`
  expect(await confirmd(register, secret)).toMatchObject({ code: 0, stderr: expect.stringContaining(here) })
  const elsewhere = [...register, '--url', 'https://abc123.example/api/webhooks/confirmd']
  expect(await confirmd(elsewhere, secret)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('no webhook of the platform would come'),
  })
})

test('an app is registered only where the server accepts the secret, and the commands after it find the app', async () => {
  const server = await startTestServer()
  const { run } = await startPlatform()
  const dataDirectory = await freshDirectory()
  const register = (more: string, secret: string) =>
    run(`webhook register --url ${more}`, { WEBHOOK_SECRET: secret, CONFIRMD_APP_ID: '' }, { dataDirectory })
  const url = `${server.url}/api/webhooks/confirmd`
  const [wrong, silent] = await Promise.all([
    register(url, oldSecret),
    register(`http://localhost:${await freePort()}/api/webhooks/confirmd`, webhookSecret),
  ])
  expect(wrong).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('does not accept WEBHOOK_SECRET'),
  })
  expect(silent).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('does not answer') })
  const test = () => run('webhook test', { CONFIRMD_APP_ID: '' }, { dataDirectory })
  expect((await test()).code).toBe(1) // nothing was registered
  expect(await register(url, webhookSecret)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('accepts the secret'),
  })
  expect(await test()).toMatchObject({ code: 0, stdout: expect.stringContaining('HTTP 200') })
})
