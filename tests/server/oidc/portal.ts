import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as client from 'openid-client'
import { freshDirectory } from '../../support/databases.ts'
import { redirectUri } from '../../support/portal-student.ts'
import { startTestServer } from '../../support/test-server.ts'

const clientId = 'loan-portal'
const clientSecret = 'a-secret-of-the-loan-portal-of-the-tests'
const allScopes = 'openid student registration student:sensitive'

/** The portals of these tests, as a file for `OIDC_CLIENTS`; `more` are entries beside the usual one. */
export async function portalsFile(scope = allScopes, more: readonly object[] = []): Promise<string> {
  const file = join(await freshDirectory(), 'portals.json')
  const usual = { client_id: clientId, client_name: 'Loan portal', client_secret: clientSecret }
  writeFileSync(file, JSON.stringify([{ ...usual, redirect_uris: [redirectUri], scope }, ...more]))
  return file
}

/** The portal at that server, as its own library sets it up; another one where it is named. */
export function discover(
  url: string,
  id = clientId,
  proof: client.ClientAuth = client.ClientSecretBasic(clientSecret),
): Promise<client.Configuration> {
  return client.discovery(new URL(url), id, undefined, proof, { execute: [client.allowInsecureRequests] })
}

/** A server on that database that the portal may send students to. */
export async function start(databaseUrl: string, scope = allScopes, more: Readonly<Record<string, string>> = {}) {
  const variables = { OIDC_CLIENTS: await portalsFile(scope), ...more }
  const server = await startTestServer({ databaseUrl, variables })
  const url = `http://localhost:${new URL(server.url).port}`
  return { server, url, config: await discover(url) }
}
