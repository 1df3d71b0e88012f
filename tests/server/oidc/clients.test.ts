import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readClients } from '../../../server/oidc/read-clients.ts'
import { freshDirectory } from '../../support/databases.ts'
import { startTestServer } from '../../support/test-server.ts'

const secret = 'a-secret-of-32-characters-or-more-of-a-portal'
const usual = {
  client_id: 'portal',
  client_name: 'Portal',
  client_secret: secret,
  redirect_uris: ['https://p.example/c'],
}

test('a file of portals that makes no sense stops the start, with every problem and no secret', async () => {
  const file = join(await freshDirectory(), 'portals.json')
  const problems = (content: unknown, production = false): string => {
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
    try {
      readClients(file, production)
    } catch (error) {
      return error instanceof Error ? error.message : ''
    }
    return ''
  }
  expect(problems([usual])).toBe('')
  for (const [change, place] of [
    [{ client_id: 'a b' }, '0.client_id'],
    [{ client_name: '' }, '0.client_name'],
    [{ client_secret: 'short' }, '0.client_secret'],
    [{ client_secret: undefined }, '0.client_secret'],
    [{ token_endpoint_auth_method: 'client_secret_post' }, '0.token_endpoint_auth_method'],
    [{ token_endpoint_auth_method: 'private_key_jwt' }, '0.jwks'],
    [{ redirect_uris: [] }, '0.redirect_uris'],
    [{ redirect_uris: ['http://p.example/c'] }, '0.redirect_uris.0'],
    [{ redirect_uris: ['https://p.example/c#here'] }, '0.redirect_uris.0'],
    [{ redirect_uris: ['https://*.p.example/c'] }, '0.redirect_uris.0'],
    [{ scope: 'openid everything' }, '0.scope'],
    [{ scope: 'student' }, '0.scope'],
    [{ subject_type: 'pairwise', redirect_uris: ['https://a.example', 'https://b.example'] }, '0.redirect_uris'],
    [{ jwks: { keys: [{ kty: 'EC', crv: 'P-384', x: 'x', y: 'y' }] } }, '0.jwks.keys.0.crv'],
    [{ jwks: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'x', d: secret }] } }, '0.jwks.keys.0'],
    [{ secret }, '0'],
  ] as const) {
    const told = problems([{ ...usual, ...change }])
    expect(told, place).toContain(`OIDC_CLIENTS: ${place}: `)
    expect(told).not.toContain(secret)
  }
  expect(problems([usual, usual])).toContain('1.client_id: is there twice')
  expect(problems([])).toContain('must not be empty')
  expect(problems({})).toContain('OIDC_CLIENTS: the file')
  expect(problems(`{"client_secret":"${secret}"`)).toMatch(/^OIDC_CLIENTS: the file .* is not JSON$/)
  const local = [{ ...usual, redirect_uris: ['http://localhost:3400/c', 'http://127.0.0.1/c', 'http://[::1]:1/c'] }]
  expect(problems(local)).toBe('')
  expect(problems(local, true).split('\n')).toHaveLength(3)

  expect(
    problems([{ ...usual, client_id: '', redirect_uris: ['nowhere'], scope: 'student' }]).split('\n'),
  ).toHaveLength(3)
  await expect(startTestServer({ variables: { OIDC_CLIENTS: file } })).rejects.toThrow(/^OIDC_CLIENTS: 0\.client_id: /)
  await expect(startTestServer({ variables: { OIDC_CLIENTS: `${file}.none` } })).rejects.toThrow('cannot be read')
})
