import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { webhookSecret } from '../../support/secrets.ts'
import { startTestServer } from '../../support/test-server.ts'
import { invitation, type Reply, reply, type Seen, startStub } from '../confirmd/stub-platform.ts'
import { portOf } from '../simulator/listen.ts'
import { confirmd } from './run-cli.ts'

const org = '0b1c2d3e-0000-4000-8000-000000000009'

/** Answers what it wants to be otherwise. */
type Other = (seen: Seen, webhookUrl: string) => Response | undefined

/** A platform on which everything is right, but for what `other` answers otherwise. */
const healthy =
  (webhookUrl: string, other: Other = () => undefined): Reply =>
  (seen) => {
    const { path } = seen
    const answer = other(seen, webhookUrl)
    if (answer) return answer
    if (path === `/orgs/${org}`) return reply(200, { id: org, name: 'NELFUND' })
    if (path === `/orgs/${org}/connections`) return Response.json(invitation, { status: 201 })
    if (path.startsWith(`/orgs/${org}/cred-defs/`)) return reply(200, { tag: 'x' })
    if (path.startsWith('/webhooks/orgs/webhookurl')) return reply(200, { webhookUrl, webhookSecret: 'sealed' })
    if (path.startsWith(`/orgs/${org}/proofs?`)) return reply(404, null, 'Proof presentations not found')
    if (path.startsWith(`/orgs/${org}/credentials?`)) return reply(404, null, 'Credentials not found')
    return reply(404, null, `Cannot GET ${path}`)
  }

async function examined(other?: Other, variables: Record<string, string> = {}) {
  const server = await startTestServer()
  const webhookUrl = `${server.url}/api/webhooks/confirmd`
  const stub = await startStub({ api: healthy(webhookUrl, other) })
  onTestFinished(stub.close)
  const settings = {
    ...{ CLIENT_ID: 'c', CLIENT_SECRET: 'the-client-secret', ORGANIZATION_ID: org, PUBLIC_URL: server.url },
    ...{ CREDENTIAL_DEFINITION_ID: 'registration-def', PROOF_CREDENTIAL_DEFINITION_ID: 'card-def' },
    ...{ CONFIRMD_AUTH_URL: `${stub.url}/token`, CONFIRMD_API_URL: stub.url, WEBHOOK_SECRET: webhookSecret },
    ...variables,
  }
  const run = await confirmd(['--json', 'doctor'], { variables: settings })
  const text = await confirmd(['doctor'], { variables: settings })
  const findings: { about: string; result: string; text: string; mend: string | null }[] = JSON.parse(run.stdout)
  const of = (about: string) => findings.filter((finding) => finding.about === about)
  expect(`${run.stdout}${run.stderr}${text.stdout}${text.stderr}`).not.toMatch(
    new RegExp(`the-client-secret|token-of-the-stub|${webhookSecret}|sealed`),
  )
  return { run, text, of, stub }
}

const wrongOnes = (text: string) => [...text.matchAll(/^wrong +(\w+)/gm)].map(([, about]) => about)

test('where all is right but https, which no test has, it says so line by line', async () => {
  const { run, text, of, stub } = await examined()
  expect(run.code).toBe(1)
  expect(text.stderr).toContain('1 of 12 are wrong.')
  expect(wrongOnes(text.stdout)).toEqual(['settings'])
  expect(text.stdout).toMatch(/^wrong +settings +PUBLIC_URL .* is not https\. To mend it: /m)
  expect(text.stdout).toMatch(/^ok +organization +the platform knows it as "NELFUND"$/m)
  expect(text.stdout).toMatch(/^ok +webhook +the one address of the organization sends to /m)
  expect(text.stdout).toMatch(/^ok +invitation +record-1 was made, .* left to expire$/m)
  expect(of('definition').map(({ text: told }) => told)).toEqual(['registration-def is known', 'card-def is known'])
  expect(of('clock')[0]?.result).toMatch(/ok|not known/)
  const changing = stub.calls.filter(({ method }) => method !== 'GET').map(({ path }) => path)
  expect(new Set(changing)).toEqual(new Set([`/orgs/${org}/connections`]))
})

test.each<[string, Other, Record<string, string>, string, RegExp]>([
  [
    'a secret that the server does not accept',
    () => undefined,
    { WEBHOOK_SECRET: 'x'.repeat(40) },
    'secret',
    /does not accept/,
  ],
  [
    'an organization of others',
    ({ path }) => (path === `/orgs/${org}` ? reply(403, null, 'Org does not match') : undefined),
    {},
    'organization',
    /says: Org does not match/,
  ],
  [
    'webhooks that go elsewhere',
    ({ path }) => (path.startsWith('/webhooks') ? reply(200, { webhookUrl: 'https://old.example' }) : undefined),
    {},
    'webhook',
    /sends to https:\/\/old\.example, not to/,
  ],
  [
    'webhooks without a secret',
    ({ path }, webhookUrl) =>
      path.startsWith('/webhooks') ? reply(200, { webhookUrl, webhookSecret: null }) : undefined,
    {},
    'webhook',
    /has no secret/,
  ],
  [
    'no webhooks at all',
    ({ path }) => (path.startsWith('/webhooks') ? reply(404, null, 'none') : undefined),
    {},
    'webhook',
    /No webhook app/,
  ],
  [
    'an invitation that leads nowhere',
    ({ path }) =>
      path.endsWith('/connections')
        ? reply(201, { recordId: 'r', connectionInvitation: 'https://x.example' })
        : undefined,
    {},
    'invitation',
    /another host/,
  ],
  [
    'an unknown definition',
    ({ path }) => (path.endsWith('/card-def') ? reply(404, null, 'none') : undefined),
    {},
    'definition',
    /card-def is not known/,
  ],
  [
    'no definition of what is shared',
    () => undefined,
    { PROOF_CREDENTIAL_DEFINITION_ID: '' },
    'settings',
    /PROOF_CREDENTIAL_DEFINITION_ID/,
  ],
])('%s is wrong, and it says how to mend it', async (_what, other, variables, about, pattern) => {
  const { run, of } = await examined(other, variables)
  expect(run.code).toBe(1)
  const wrong = of(about).filter(({ result }) => result === 'wrong')
  expect(wrong.map(({ text }) => text).join('\n')).toMatch(pattern)
  expect(wrong.every(({ mend }) => mend !== null && mend !== '')).toBe(true)
})

test('without a token the rest is not known, and the platform’s own words are told', async () => {
  const refused = () =>
    Response.json({ error: 'unauthorized_client', error_description: 'Invalid client' }, { status: 401 })
  const stub = await startStub({ token: refused })
  onTestFinished(stub.close)
  const { stdout, code } = await confirmd(['doctor'], {
    variables: {
      ...{ CLIENT_ID: 'c', CLIENT_SECRET: 's', ORGANIZATION_ID: 'me', CREDENTIAL_DEFINITION_ID: 'd' },
      ...{ CONFIRMD_AUTH_URL: `${stub.url}/token`, CONFIRMD_API_URL: stub.url, PUBLIC_URL: stub.url },
    },
  })
  expect(code).toBe(1)
  expect(stdout).toMatch(/^wrong +settings +ORGANIZATION_ID is no UUID/m)
  expect(stdout).toMatch(/^wrong +token .*HTTP 401\)\. It says: Invalid client\. To mend it: check CLIENT_ID/m)
  expect(stdout).toMatch(/^wrong +secret +WEBHOOK_SECRET is not set/m)
  expect(stdout).toMatch(/^not known +organization +needs a token$/m)
})

test('a clock that is off is told by how much', async () => {
  const server = createServer((request, response) => {
    const isToken = request.url === '/token'
    response.setHeader('date', new Date(Date.now() + 600_000).toUTCString())
    response.end(isToken ? '{"access_token":"t","expires_in":300}' : '{"data":{"name":"x","webhookUrl":null}}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${portOf(server)}`
  const { stdout } = await confirmd(['doctor'], {
    variables: {
      ...{ CLIENT_ID: 'c', CLIENT_SECRET: 's', ORGANIZATION_ID: org, CREDENTIAL_DEFINITION_ID: 'd' },
      ...{ CONFIRMD_AUTH_URL: `${url}/token`, CONFIRMD_API_URL: url, PUBLIC_URL: url },
    },
  })
  expect(stdout).toMatch(/^wrong +clock +this clock and the platform's are (599|600|601) s apart: this one is behind/m)
})

test('settings that make no sense are findings too', async () => {
  const { code, stdout } = await confirmd(['--json', 'doctor'], { variables: { CLIENT_ID: 'c' } })
  expect(code).toBe(1)
  expect(JSON.parse(stdout).map(({ result, text }: { result: string; text: string }) => [result, text])).toEqual([
    ['wrong', 'CLIENT_SECRET: is required in platform mode'],
    ['wrong', 'ORGANIZATION_ID: is required in platform mode'],
    ['wrong', 'CREDENTIAL_DEFINITION_ID: is required in platform mode'],
  ])
})
