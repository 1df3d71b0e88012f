import { expect, onTestFinished, test } from 'vitest'
import { asOperator } from '../../support/operator.ts'
import { adminToken } from '../../support/secrets.ts'
import { startTestServer } from '../../support/test-server.ts'
import { platformVariables } from './platform-and-server.ts'
import { type Reply, reply, startStub, tokenReply } from './stub-platform.ts'

async function startWith(replies: { token?: Reply; api?: Reply }) {
  const stub = await startStub(replies)
  onTestFinished(stub.close)
  const urls = { CONFIRMD_AUTH_URL: `${stub.url}/token`, CONFIRMD_API_URL: stub.url }
  const server = await startTestServer({
    variables: { ...platformVariables(stub), ...urls, RECONCILE_AFTER_SECONDS: '0' },
  })
  const health = () => asOperator(server).admin.platform.health.query()
  const metrics = async () =>
    (await fetch(`${server.url}/metrics`, { headers: { Authorization: `Bearer ${adminToken}` } })).text()
  const create = async () => {
    const response = await fetch(`${server.url}/trpc/session.create`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    return { status: response.status, body: await response.json() }
  }
  return { server, stub, health, metrics, create }
}

test('wrong credentials are an error at the start already, and a student is not told that waiting helps', async () => {
  const refuse = () => Response.json({ error: 'invalid_client', error_description: 'Invalid client' }, { status: 401 })
  const { server, health, metrics, create } = await startWith({ token: refuse })
  server.log.expectErrors()
  await expect.poll(health).toMatchObject({ trouble: { kind: 'credentials', answer: '401' } })
  const errors = () => server.log.lines().filter(({ level }) => level >= 50)
  expect(errors()).toMatchObject([{ msg: expect.stringContaining('CLIENT_SECRET'), side: 'token' }])
  expect(await create()).toMatchObject({
    status: 502,
    body: { error: { data: { code: 'BAD_GATEWAY', waitingHelps: false } } },
  })
  expect(errors()).toHaveLength(1) // not one for every student
  expect(await metrics()).toMatch(/nelfund_platform_calls_total\{side="token",answer="401"\} [1-9]/)
  await expect
    .poll(() => asOperator(server).admin.alarms.query())
    .toMatchObject([{ cause: 'wrong-credentials', detail: '401' }])
  expect(await metrics()).toContain('nelfund_alarm{cause="wrong-credentials"} 1\n')
})

test('a platform that fails is in trouble until it answers again; waiting may help', async () => {
  let status = 500
  const { health, metrics, create, stub } = await startWith({ api: () => reply(status, null) })
  await expect.poll(health).toMatchObject({ trouble: null, host: new URL(stub.url).host })
  expect(await create()).toMatchObject({ status: 502, body: { error: { data: { waitingHelps: true } } } })
  expect(await health()).toMatchObject({ trouble: { kind: 'failing', answer: '500' } })
  status = 400
  expect(await create()).toMatchObject({ status: 502, body: { error: { data: { waitingHelps: false } } } })
  expect(await health()).toMatchObject({ trouble: null })
  expect(await metrics()).toMatch(/nelfund_platform_calls_total\{side="api",answer="500"\} [3-9]/)
})

test('a platform that cannot be reached is an error once the start has tried', async () => {
  const stub = await startStub({ token: tokenReply })
  await stub.close()
  const urls = { CONFIRMD_AUTH_URL: `${stub.url}/token`, CONFIRMD_API_URL: stub.url }
  const server = await startTestServer({ variables: { ...platformVariables(stub), ...urls } })
  server.log.expectErrors()
  await expect
    .poll(() => asOperator(server).admin.platform.health.query())
    .toMatchObject({ mode: 'platform', trouble: { kind: 'unreachable' } })
  await expect
    .poll(() => asOperator(server).admin.alarms.query())
    .toContainEqual(expect.objectContaining({ cause: 'platform-away', detail: 'unreachable' }))
  await expect
    .poll(() => server.log.lines().some(({ msg, level }) => level >= 50 && msg?.includes('cannot be reached')))
    .toBe(true)
})
