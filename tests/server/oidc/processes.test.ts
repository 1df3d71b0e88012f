import * as client from 'openid-client'
import { expect, test } from 'vitest'
import { rotateKeys } from '../../../server/cli/rotate-signing-keys.ts'
import { readEnv } from '../../../server/env.ts'
import { freshDirectory, freshPostgres } from '../../support/databases.ts'
import { finish, goBack } from '../../support/portal-student.ts'
import { startTestServer } from '../../support/test-server.ts'
import { discover, portalsFile, start } from './portal.ts'

test('of two processes either takes a student back and redeems a code, once, before and after the signing key changes', {
  timeout: 180_000,
}, async () => {
  const databaseUrl = await freshPostgres()
  const variables = { DATA_KEY: 'c3'.repeat(32) }
  const { url, config: atFirst } = await start(databaseUrl, undefined, variables)
  client.enableNonRepudiationChecks(atFirst)
  const [early, late] = [await finish(url, atFirst), await finish(url, atFirst)]
  await rotateKeys(readEnv({ DATABASE_URL: databaseUrl, ...variables }), await freshDirectory(), () => {})
  const second = await startTestServer({
    databaseUrl,
    variables: { ...variables, PUBLIC_URL: url, OIDC_CLIENTS: await portalsFile() },
  })
  const atSecond = await discover(url)
  client.enableNonRepudiationChecks(atSecond) // by the keys that the first publishes
  const { port } = new URL(second.url)
  atSecond[client.customFetch] = (address, options) => {
    const there = new URL(address)
    if (there.pathname === '/oidc/token') there.port = port
    return fetch(there, { ...options, body: options.body ?? null })
  }

  const signedBy: string[] = []
  for (const [{ browser, begun }, home, usual, other] of [
    [early, url, atFirst, atSecond],
    [late, second.url, atSecond, atFirst],
  ] as const) {
    const callback = await goBack(browser, home)
    const grant = (config: client.Configuration) => client.authorizationCodeGrant(config, callback, begun.checks)
    const tokens = await grant(usual)
    signedBy.push(headerOf(tokens.id_token))
    await expect(grant(other)).rejects.toMatchObject({ error: 'invalid_grant' })
  }
  expect(new Set(signedBy).size).toBe(2)
})

/** The header names the key: two of one key are the same. */
function headerOf(idToken = ''): string {
  return Buffer.from(idToken.split('.')[0] ?? '', 'base64url').toString()
}
