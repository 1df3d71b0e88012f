import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { freshDirectory } from '../../support/databases.ts'
import { freePort } from '../../support/free-port.ts'
import { childVariables } from '../../support/server-process.ts'
import { startReceiver } from '../simulator/webhook-receiver.ts'
import { scriptOf } from './run-cli.ts'

const secret = 'the-secret-of-some-other-receiver-0123456789'

async function startSimulator(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const env = { ...childVariables, WEBHOOK_SECRET: secret, CLIENT_ID: 'me', CLIENT_SECRET: 'shh', ...variables }
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
    ...[
      '--dialect',
      'credebl',
      '--short-urls',
      'json',
      '--reuse',
      '--verification',
      'receipt',
      '--webhook-api',
      'apps',
    ],
    ...['--chaos', 'duplicate=1'],
  ]
  const child = await startSimulator(args)
  const output = await running(child)
  expect(output).toContain(`http://localhost:${port}/simulator/token`)
  expect(output).not.toContain(secret)

  const at = `http://localhost:${port}/simulator`
  const org = /orgs\/([0-9a-f-]{36})/.exec(output)?.[1]
  const grant = { grant_type: 'client_credentials', client_id: 'me', client_secret: 'shh' }
  const token: unknown = await (await fetch(`${at}/token`, { method: 'POST', body: new URLSearchParams(grant) })).json()
  const post = async (path: string, body: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${Object(token).access_token}` }
    return (await fetch(`${at}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }
  const invited = Object(await post(`/orgs/${org}/connections`, { multiUseInvitation: false }))
  expect(invited.data.connectionInvitation).toContain('/simulator/url/')
  await post('/wallet/connections', { invitation: invited.data.connectionInvitation })
  const received = await receiver.first(6)
  expect(received.map(({ key, signature, body }) => [key, signature?.length, body.data.type, body.data.state])).toEqual(
    ['request-received', 'response-sent', 'completed'].flatMap((state) => [
      [undefined, 64, 'Connection', state],
      [undefined, 64, 'Connection', state],
    ]),
  )
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
})

test.each([
  [['--chaos', 'lose=1'], {}, 'lose'],
  [['--webhook-url', 'example'], {}, 'http(s) address'],
  [['--dialect', 'french'], {}, 'Allowed choices are guide, platform, credebl'],
  [['--short-urls', 'long'], {}, 'Allowed choices are off, redirect'],
  [['--webhook-url', 'http://localhost:1'], { WEBHOOK_SECRET: '' }, 'WEBHOOK_SECRET: is required'],
  [[], { NODE_ENV: 'production' }, 'off in production'],
])('%j with %j does not start', async (args, variables, message) => {
  const child = await startSimulator(args, variables)
  const exited = once(child, 'exit')
  expect(await text(child.stderr)).toContain(message)
  expect(await exited).toEqual([1, null])
})
