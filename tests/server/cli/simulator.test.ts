import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { createConfirmdPlatform } from '../../../server/confirmd/confirmd-platform.ts'
import { simulatedOrganization } from '../../../server/confirmd/simulated-account.ts'
import { freshDirectory } from '../../support/databases.ts'
import { freePort } from '../../support/free-port.ts'
import { collectLog } from '../confirmd/collect-log.ts'
import { startReceiver } from '../simulator/webhook-receiver.ts'
import { scriptOf } from './run-cli.ts'

const secret = 'the-secret-of-some-other-receiver-0123456789'

async function startSimulator(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env.PATH, WEBHOOK_SECRET: secret, CLIENT_ID: 'me', CLIENT_SECRET: 'shh', ...variables }
  const child = spawn(process.execPath, [scriptOf('simulator'), ...args], { cwd: await freshDirectory(), env })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function running(child: ChildProcess): Promise<string> {
  let output = ''
  for await (const chunk of child.stdout ?? []) {
    output += chunk
    if (output.includes('client secret')) return output
  }
  throw new Error(`it ended:\n${output}`)
}

test('it serves any receiver by itself, in the dialect that was asked for, and stops when told', async () => {
  const receiver = await startReceiver()
  onTestFinished(receiver.close)
  const port = await freePort()
  const args = [
    '--port',
    String(port),
    '--webhook-url',
    receiver.url,
    '--dialect',
    'platform',
    '--chaos',
    'duplicate=1',
  ]
  const child = await startSimulator(args)
  const output = await running(child)
  expect(output).toContain(`http://localhost:${port}/simulator/token`)
  expect(output).not.toContain(secret)

  const at = `http://localhost:${port}/simulator`
  const account = { organizationId: simulatedOrganization, clientId: 'me', clientSecret: 'shh' }
  const { log } = collectLog()
  const platform = createConfirmdPlatform({ authUrl: `${at}/token`, apiUrl: at, ...account, log })
  const { invitationUrl: invitation } = await platform.createInvitation()
  await fetch(`${at}/wallet/connections`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ invitation }),
  })
  const received = await receiver.first(6)
  expect(received.map(({ key, body }) => [key, body.type, body.data.state])).toEqual(
    ['request-received', 'response-sent', 'completed'].flatMap((state) => [
      [secret, 'Connection', state],
      [secret, 'Connection', state],
    ]),
  )
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
})

test.each([
  [['--chaos', 'lose=1'], {}, 'lose'],
  [['--webhook-url', 'example'], {}, 'http(s) address'],
  [['--dialect', 'french'], {}, 'guide or platform'],
  [['--webhook-url', 'http://localhost:1'], { WEBHOOK_SECRET: '' }, 'WEBHOOK_SECRET: is required'],
  [[], { NODE_ENV: 'production' }, 'off in production'],
])('%j with %j does not start', async (args, variables, message) => {
  const child = await startSimulator(args, variables)
  const exited = once(child, 'exit')
  expect(await text(child.stderr)).toContain(message)
  expect(await exited).toEqual([1, null])
})
