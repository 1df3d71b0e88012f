import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { webhookSecret } from '../../support/secrets.ts'
import { childVariables, startServerProcess } from '../../support/server-process.ts'
import { startTestServer } from '../../support/test-server.ts'
import { type Reply, reply, startStub } from '../confirmd/stub-platform.ts'
import { confirmd, scriptOf } from './run-cli.ts'
import { oldSecret, startPlatform } from './start-platform.ts'

test('a fresh secret is 32 bytes in hex, and another one each time', async () => {
  const [one, two] = await Promise.all([confirmd(['secret']), confirmd(['secret'])])
  expect(one).toEqual({ code: 0, stdout: expect.stringMatching(/^[0-9a-f]{64}\n$/), stderr: '', questions: [] })
  expect(two.stdout).not.toBe(one.stdout)
})

test('a token is described, and printed only when asked for', async () => {
  const { run } = await startPlatform()
  const [told, json, shown] = await Promise.all([run('token'), run('--json token'), run('token --show')])
  expect(told.stdout).toMatch(/good until \d{4}-.*--show/s)
  expect(JSON.parse(json.stdout)).toEqual({ expiresAt: expect.stringMatching(/Z$/), scope: null })
  expect(shown.stdout).toMatch(/^[\w-]{43}\n$/)
  expect([told.code, json.code, shown.code]).toEqual([0, 0, 0])
})

test('an app is registered with the secret of the settings, shown, tested and its deliveries listed', async () => {
  const { receiver, run } = await startPlatform()
  const registered = await run(`--json webhook register --url ${receiver.url} --name Mine`, {
    WEBHOOK_SECRET: webhookSecret,
  })
  expect(registered).toMatchObject({ code: 0, stderr: expect.stringContaining('CONFIRMD_APP_ID=') })
  const app = JSON.parse(registered.stdout)
  expect(app).toMatchObject({ name: 'Mine', webhookUrl: receiver.url, isActive: true })

  const tested = await run(`webhook test ${app.id}`)
  expect(tested).toMatchObject({ code: 0, stdout: expect.stringContaining('HTTP 200') })
  expect(receiver.received).toMatchObject([{ key: webhookSecret }])
  const [shown, listed, json] = await Promise.all([
    run('webhook show', { CONFIRMD_APP_ID: app.id }),
    run(`webhook deliveries ${app.id}`),
    run(`--json webhook deliveries ${app.id} --limit 1`),
  ])
  expect(shown.stdout).toContain(`sends to  ${receiver.url}`)
  expect(listed.stdout).toMatch(/^at .*\n\S+ +delivered +200 .*webhook\.test/)
  expect(JSON.parse(json.stdout)).toMatchObject([{ status: 'delivered', httpStatus: 200, attempts: 1 }])
  expect(JSON.stringify([registered, tested, shown, listed])).not.toContain(webhookSecret)
})

test('a secret can be piped in, and must be long enough', async () => {
  const { receiver, run } = await startPlatform()
  const register = `webhook register --url ${receiver.url} --secret-stdin`
  const [piped, short, none] = await Promise.all([
    run(register, {}, { stdin: oldSecret }),
    run(register, {}, { stdin: 'short' }),
    run(`webhook register --url ${receiver.url}`),
  ])
  expect(piped).toMatchObject({ code: 0, stderr: expect.stringContaining('does not say whether it accepts') })
  expect(short).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('too short') })
  expect(none).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('--secret-stdin') })
})

test('a test webhook that does not arrive is a failure', async () => {
  const { receiver, run } = await startPlatform()
  receiver.answerWith(500)
  expect(await run('webhook test')).toMatchObject({ code: 1, stderr: expect.stringContaining('did not arrive') })
})

test('rotation asks the running server first, and tells the platform only when both secrets are accepted', async () => {
  const { receiver, simulated, run } = await startPlatform()
  const server = await startTestServer({ variables: { WEBHOOK_SECRET_PREVIOUS: oldSecret } })
  const { id } = await simulated.platform.apps.create({
    ...{ name: 'n', description: '', webhookUrl: receiver.url, webhookSecret: oldSecret },
  })
  const rotate = `webhook rotate ${id} --server ${server.url}/api/webhooks/confirmd`
  const both = { WEBHOOK_SECRET: webhookSecret, WEBHOOK_SECRET_PREVIOUS: oldSecret }
  const stranger = 'a-secret-that-the-server-does-not-know-000'
  const refused = await Promise.all([
    run(`${rotate} --yes`, { WEBHOOK_SECRET: webhookSecret }),
    run(`${rotate} --yes`, { ...both, WEBHOOK_SECRET: stranger }),
    run(`${rotate} --yes`, { ...both, WEBHOOK_SECRET_PREVIOUS: stranger }),
    run(`${rotate} --yes`, { ...both, WEBHOOK_SECRET_PREVIOUS: webhookSecret }),
    run(`${rotate}x --yes`, both),
    run(rotate, both),
  ])
  expect(refused.map(({ code, stdout, stderr }) => [code, stdout, stderr.split('\n')[1]])).toEqual([
    [1, '', expect.stringContaining('WEBHOOK_SECRET_PREVIOUS is not set')],
    [1, '', expect.stringContaining('does not accept the new secret')],
    [1, '', expect.stringContaining('does not accept the old secret')],
    [1, '', expect.stringContaining('are the same')],
    [1, '', expect.stringContaining('cannot be asked')],
    [1, '', expect.stringContaining('accepts the new secret and still accepts the old one')],
  ])
  await simulated.platform.apps.test(id, 'Credential')
  expect(receiver.received.at(-1)?.key).toBe(oldSecret)

  expect(await run(rotate, both, { answers: ['no'] })).toMatchObject({ code: 0, stdout: 'Nothing was changed.\n' })
  await simulated.platform.apps.test(id, 'Credential')
  expect(receiver.received.at(-1)?.key).toBe(oldSecret)
  expect(await run(rotate, both, { answers: ['yes'] })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Done'),
  })
  await simulated.platform.apps.test(id, 'Credential')
  expect(receiver.received.at(-1)?.key).toBe(webhookSecret)
  expect(JSON.stringify(refused)).not.toMatch(new RegExp(`${oldSecret}|${webhookSecret}|${stranger}`))
})

const account = {
  CLIENT_ID: 'c',
  CLIENT_SECRET: 's',
  ORGANIZATION_ID: '0b1c2d3e-0000-4000-8000-000000000009',
  CREDENTIAL_DEFINITION_ID: 'registration-def',
}

const html: Reply = () => new Response('<html>Sign in</html>', { headers: { 'content-type': 'text/html' } })
const status = (code: number) => () => new Response('{}', { status: code })

test.each<[string, Reply, string]>([
  ['401', status(401), 'did not accept the credentials (HTTP 401)'],
  ['404', status(404), 'HTTP 404'],
  ['500', status(500), 'problem of its own right now (HTTP 500)'],
  ['HTML', html, 'not JSON'],
])('a platform that answers %s is told in one message', async (_what, api, message) => {
  const stub = await startStub({ api })
  const variables = { ...account, CLIENT_SECRET: 's-e-c-r-e-t', CONFIRMD_AUTH_URL: `${stub.url}/token` }
  const ran = await confirmd(['webhook', 'show', 'app-1'], {
    variables: { ...variables, CONFIRMD_API_URL: stub.url },
  })
  expect(ran).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(message) })
  expect(ran.stderr).not.toMatch(/s-e-c-r-e-t| at .*\.ts/)
  await stub.close()
})

test('wrong settings are named', async () => {
  const show = ['webhook', 'show']
  const [noSecret, production, unnamed] = await Promise.all([
    confirmd(show, { variables: { ...account, CLIENT_SECRET: '' } }),
    confirmd(show, { variables: { NODE_ENV: 'production' } }),
    confirmd(show, { variables: { CLIENT_ID: 'c', CLIENT_SECRET: 's' } }),
  ])
  expect([noSecret.code, production.code, unnamed.code]).toEqual([1, 1, 1])
  expect(noSecret.stderr).toBe('CLIENT_SECRET: is required in platform mode\n')
  expect(production.stderr).toContain('CLIENT_ID: is required in production')
  expect(unnamed.stderr).toMatch(/^ORGANIZATION_ID: is required.*\nCREDENTIAL_DEFINITION_ID: is required/)
})

test('beside a server that was just started it needs no settings at all', async () => {
  await using server = await startServerProcess()
  const { port } = new URL(server.url)
  const env = { ...childVariables, PORT: port }
  const child = spawn(process.execPath, [scriptOf('confirmd'), 'webhook', 'test'], { cwd: server.directory, env })
  const exited = once(child, 'exit')
  expect(await text(child.stdout)).toContain('HTTP 200')
  expect(await exited).toEqual([0, null])
})

test('a person at the terminal is asked for what is missing', async () => {
  const { receiver, run } = await startPlatform()
  const asked = await run(
    'webhook register',
    { CLIENT_SECRET: '' },
    { answers: ['the-client-secret', receiver.url, '', webhookSecret] },
  )
  expect(asked).toMatchObject({ code: 0, stdout: expect.stringMatching(/name +NELFUND Connect/) })
  expect(asked.questions).toEqual([
    'CLIENT_SECRET',
    'Where should the platform send webhooks?',
    'Name of the webhook app',
    'WEBHOOK_SECRET',
  ])
  expect(`${asked.stdout}${asked.stderr}`).not.toContain(webhookSecret)
})

test('what is not understood is explained', async () => {
  const [limit, verb] = await Promise.all([confirmd(['webhook', 'deliveries', '--limit', '0']), confirmd(['webook'])])
  expect(limit).toMatchObject({ code: 1, stderr: expect.stringContaining('whole number from 1 to 1000') })
  expect(verb).toMatchObject({ code: 1, stderr: expect.stringContaining('Did you mean webhook?') })
})

test('--help lists every command', async () => {
  const { code, stdout } = await confirmd(['webhook', '--help'])
  expect(code).toBe(0)
  for (const command of ['register', 'show', 'test', 'deliveries', 'rotate']) expect(stdout).toContain(command)
})

test('a platform without apps is found out: its one address is registered, shown and rotated', async () => {
  const server = await startTestServer({ variables: { WEBHOOK_SECRET_PREVIOUS: oldSecret } })
  const api: Reply = ({ method, path }) => {
    if (path.startsWith('/orgs/')) return reply(404, null, `Cannot ${method} ${path}`)
    return reply(method === 'POST' ? 201 : 200, { webhookUrl: 'https://connect.example/hook', webhookSecret: 'sealed' })
  }
  const stub = await startStub({ api })
  onTestFinished(stub.close)
  const urls = { CONFIRMD_AUTH_URL: `${stub.url}/token`, CONFIRMD_API_URL: stub.url }
  const secrets = { WEBHOOK_SECRET: webhookSecret, WEBHOOK_SECRET_PREVIOUS: oldSecret }
  const run = (args: string) => confirmd(args.split(' '), { variables: { ...account, ...urls, ...secrets } })

  const registered = await run('webhook register --unchecked --url https://connect.example/hook')
  expect(registered).toMatchObject({ code: 0, stderr: expect.stringContaining('no webhook apps') })
  const bodyOf = (method: string) => stub.calls.filter((call) => call.method === method).at(-1)
  expect(bodyOf('POST')).toMatchObject({ path: `/webhooks/orgs/${account.ORGANIZATION_ID}/register` })
  expect(JSON.parse(bodyOf('POST')?.body ?? '')).toEqual({ webhookUrl: 'https://connect.example/hook', webhookSecret })

  const shown = await run('webhook show')
  expect(shown.stdout).toMatch(/^kind +one address for the organization .*\nsends to +https:.*\nsigned +yes\n$/)
  for (const command of ['webhook test', 'webhook deliveries', 'webhook test some-app'])
    expect(await run(command)).toMatchObject({ code: 1, stderr: expect.stringContaining('one webhook address') })

  const rotated = await run(`webhook rotate --yes --server ${server.url}/api/webhooks/confirmd`)
  expect(rotated).toMatchObject({ code: 0, stdout: expect.stringContaining('Done') })
  expect(JSON.parse(bodyOf('PATCH')?.body ?? '')).toEqual({ webhookSecret })
  expect(JSON.stringify([registered, shown, rotated])).not.toMatch(new RegExp(`${webhookSecret}|sealed`))
})
