import * as client from 'openid-client'
import { expect, test } from 'vitest'
import { freshSqlite } from '../../support/databases.ts'
import { signIn } from '../../support/portal-student.ts'
import { start } from './portal.ts'

const [first, second] = ['a1'.repeat(32), 'b2'.repeat(32)]

test('the data key is changed with nobody becoming somebody else; a lost one stops the start', {
  timeout: 180_000,
}, async () => {
  const databaseUrl = await freshSqlite()
  const register = async (keys: Readonly<Record<string, string>>) => {
    const { server, url, config } = await start(databaseUrl, undefined, keys)
    const { callback, begun, view } = await signIn(url, config)
    const tokens = await client.authorizationCodeGrant(config, callback, begun.checks)
    await server.stop()
    return { sub: tokens.claims()?.sub, number: view.registrationNumber }
  }
  const student = await register({ DATA_KEY: first })
  expect(await register({ DATA_KEY: second, DATA_KEY_PREVIOUS: first })).toEqual(student)
  expect(await register({ DATA_KEY: second })).toEqual(student)
  await expect(start(databaseUrl, undefined, { DATA_KEY: first })).rejects.toThrow(/^DATA_KEY: .*DATA_KEY_PREVIOUS/)
})
