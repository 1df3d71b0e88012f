import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRotatedSecrets } from '../../../server/secrets/rotated-secrets.ts'
import { createSecretCheck } from '../../../server/secrets/secret-check.ts'
import { databases, freshDirectory } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer } from '../../support/test-server.ts'
import { platformVariables } from '../confirmd/platform-and-server.ts'

const secret = 'a-new-secret-0123456789'

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

test('a rotated secret outlives a restart as a digest, and goes once the settings list it', async () => {
  const file = join(await freshDirectory(), 'rotated-secrets')
  const rotated = openRotatedSecrets(file, ['old'])
  const check = createSecretCheck(['old'], rotated.digests)
  expect(check.accept(secret)).toBe(false)
  rotated.add(secret)
  expect([check.accept(secret), check.accept('old'), check.accept('other')]).toEqual([true, true, false])
  expect(await readFile(file, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
  expect((await stat(file)).mode & 0o777).toBe(0o600)

  expect(createSecretCheck(['old'], openRotatedSecrets(file, ['old']).digests).accept(secret)).toBe(true)
  expect(openRotatedSecrets(file, [secret, 'old']).digests()).toEqual([])
  expect(createSecretCheck(['newer'], openRotatedSecrets(file, ['newer']).digests).accept(secret)).toBe(false)
})

test('what else is in the file opens nothing', async () => {
  const file = join(await freshDirectory(), 'rotated-secrets')
  await writeFile(file, `${secret}\n\nhello\n`)
  expect(openRotatedSecrets(file, []).digests()).toEqual([])
})
