import { expect, onTestFinished, test } from 'vitest'
import { databases } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer } from '../../support/test-server.ts'
import { platformVariables } from '../confirmd/platform-and-server.ts'
import { type Reply, reply, startStub } from '../confirmd/stub-platform.ts'

test('the console shows the app of a server that plays the platform itself, tests it and lists deliveries', async () => {
  const server = await startTestServer()
  const { platform } = asOperator(server).admin
  expect(await platform.app.query()).toMatchObject({ id: 'simulator-app', isActive: true })
  expect(await platform.test.mutate()).toMatchObject({ success: true, httpStatus: 200 })
  expect(await platform.deliveries.query()).toMatchObject([{ status: 'delivered', httpStatus: 200 }])
})

test('nobody else sees or changes any of it', async () => {
  const { platform } = (await startTestServer()).trpc.admin
  for (const call of [platform.app.query, platform.deliveries.query, platform.test.mutate, platform.rotate.mutate])
    await expect(call()).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED' } })
})

test('without an app, and with a platform that cannot be reached, it says so', async () => {
  const stub = await startStub({ api: () => reply(404, null, 'Cannot GET') })
  onTestFinished(stub.close)
  const urls = { CONFIRMD_AUTH_URL: `${stub.url}/token`, CONFIRMD_API_URL: stub.url }
  const unset = await startTestServer({ variables: { ...platformVariables(stub), ...urls, CONFIRMD_APP_ID: '' } })
  await expect(asOperator(unset).admin.platform.app.query()).rejects.toThrow('set CONFIRMD_APP_ID')
  const lost = await startTestServer({ variables: platformVariables({ url: 'http://127.0.0.1:1' }) })
  lost.log.expectErrors()
  await expect.poll(() => lost.log.lines().some(({ level }) => level >= 50)).toBe(true) // the start has asked, too
  await expect(asOperator(lost).admin.platform.app.query()).rejects.toThrow('cannot be reached right now')
})

test('what the platform refuses is told in its own words, without a secret', async () => {
  const stub = await startStub({ api: () => reply(403, null, 'Role does not match; bearer token-of-the-stub') })
  onTestFinished(stub.close)
  const urls = { CONFIRMD_AUTH_URL: `${stub.url}/token`, CONFIRMD_API_URL: stub.url }
  const server = await startTestServer({ variables: { ...platformVariables(stub), ...urls } })
  await expect(asOperator(server).admin.platform.app.query()).rejects.toThrow(
    'The wallet platform does not allow this (HTTP 403). It says: Role does not match; [removed]',
  )
})

test('a platform with one address for the organization is shown, rotated by it, and has no test', async () => {
  const api: Reply = ({ method, path }) => {
    if (path.startsWith('/orgs/')) return reply(404, null, `Cannot ${method} ${path}`)
    return reply(200, { webhookUrl: 'https://connect.example/api/webhooks/confirmd', webhookSecret: 'U2FsdGVk' })
  }
  const stub = await startStub({ api })
  onTestFinished(stub.close)
  const urls = { CONFIRMD_AUTH_URL: `${stub.url}/token`, CONFIRMD_API_URL: stub.url }
  const server = await startTestServer({ variables: { ...platformVariables(stub), ...urls } })
  const { platform } = asOperator(server).admin
  const { ORGANIZATION_ID: id } = platformVariables(stub)
  expect(await platform.app.query()).toMatchObject({ kind: 'organization', id, hasSecret: true })
  await expect(platform.test.mutate()).rejects.toThrow('sends no test webhook')
  await expect(platform.deliveries.query()).rejects.toThrow('keeps no list of deliveries')
  const { secret: made, appId } = await platform.rotate.mutate()
  expect(appId).toBe(id)
  expect(stub.calls.at(-1)).toMatchObject({ method: 'PATCH', path: `/webhooks/orgs/${id}` })
  expect(JSON.parse(stub.calls.at(-1)?.body ?? '')).toEqual({ webhookSecret: made })
  expect(server.log.lines().some(({ text }) => text.includes(made))).toBe(false)
})

test('where several processes may serve, the console leaves rotation to the command line', async () => {
  const { fresh } = databases.find(({ name }) => name === 'PostgreSQL') ?? databases[0] ?? { fresh: async () => '' }
  const server = await startTestServer({ databaseUrl: await fresh() })
  await expect(asOperator(server).admin.platform.rotate.mutate()).rejects.toThrow('command line')
})
