import { expect, test } from 'vitest'
import { databases } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer } from '../../support/test-server.ts'
import { platformVariables } from '../confirmd/platform-and-server.ts'

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
  const nowhere = platformVariables({ url: 'http://127.0.0.1:9' })
  const unset = await startTestServer({ variables: { ...nowhere, CONFIRMD_APP_ID: '' } })
  await expect(asOperator(unset).admin.platform.app.query()).rejects.toThrow('set CONFIRMD_APP_ID')
  const lost = await startTestServer({ variables: nowhere })
  await expect(asOperator(lost).admin.platform.app.query()).rejects.toThrow('cannot be reached right now')
})

test('where several processes may serve, the console leaves rotation to the command line', async () => {
  const { fresh } = databases.find(({ name }) => name === 'PostgreSQL') ?? databases[0] ?? { fresh: async () => '' }
  const server = await startTestServer({ databaseUrl: await fresh() })
  await expect(asOperator(server).admin.platform.rotate.mutate()).rejects.toThrow('command line')
})
