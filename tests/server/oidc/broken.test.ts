import Database from 'better-sqlite3'
import * as client from 'openid-client'
import { expect, test } from 'vitest'
import { changeDatabase } from '../../support/change-database.ts'
import { freshSqlite } from '../../support/databases.ts'
import { openReader } from '../../support/open-reader.ts'
import { arrive, begin, createBrowser, finish, goBack, redirectUri, signIn } from '../../support/portal-student.ts'
import { start } from './portal.ts'

test('while the database cannot be written, the portal is told to try again, and nothing is half done', {
  timeout: 240_000,
}, async () => {
  const { server, url, config } = await start(await freshSqlite())
  const path = server.databaseUrl.slice('sqlite:'.length)
  const { read, close } = await openReader(server.databaseUrl)
  const { browser, begun } = await finish(url, config)
  const whileHeld = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const holder = new Database(path, { timeout: 60_000 })
    holder.exec('begin immediate')
    try {
      return await work()
    } finally {
      holder.exec('rollback')
      holder.close()
    }
  }
  const { expectedState: state } = begun.checks
  const told = { error: 'temporarily_unavailable', error_description: expect.stringContaining('Try again'), iss: url }
  const refused = await whileHeld(() => goBack(browser))
  expect(refused.href.startsWith(redirectUri)).toBe(true)
  expect(Object.fromEntries(refused.searchParams)).toEqual({ ...told, state })
  expect(await read('select "grantId" from "PortalVisit"')).toEqual([{ grantId: null }])

  const callback = await goBack(browser) // the same student, once it can be
  const grant = () => client.authorizationCodeGrant(config, callback, begun.checks)
  expect(await whileHeld(() => answerTo(grant()))).toEqual([503, expect.objectContaining({ error: told.error })])
  expect(await read('select "id" from "Disclosure"')).toEqual([])
  const tokens = await grant()
  const sub = tokens.claims()?.sub ?? ''
  expect(await client.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({ surname: 'Okafor' })

  const next = await begin(config)
  const beginning = new URL(await whileHeld(() => arrive(createBrowser(url), next)))
  expect(Object.fromEntries(beginning.searchParams)).toMatchObject({ error: told.error, iss: url })
  await close()
})

test('what was kept and cannot be read any more is server_error, never part of an identity', {
  timeout: 240_000,
}, async () => {
  const { server, url, config } = await start(await freshSqlite())
  server.log.expectErrors()
  const change = (...statements: string[]) => changeDatabase(server.databaseUrl, statements)
  const damage = (kind: string) => change(`update "OidcRecord" set "payload" = 'damaged.' where "kind" = '${kind}'`)
  const failure = { error: 'server_error' }

  const first = await finish(url, config)
  await damage('Interaction')
  const lost = await first.browser.send('/oidc/return')
  expect(lost.status).toBe(500)
  expect(lost.headers.get('location')).toBeNull()
  expect(await lost.text()).toMatch(/Go back to the page that you come from.*server_error/s)

  const second = await signIn(url, config)
  await damage('AuthorizationCode')
  const exchange = client.authorizationCodeGrant(config, second.callback, second.begun.checks)
  expect(await answerTo(exchange)).toEqual([500, expect.objectContaining(failure)])

  const third = await finish(url, config)
  await change('delete from "PortalVisit" where "grantId" is not null', 'alter table "PortalVisit" rename to "Gone"')
  const told = await goBack(third.browser)
  await change('alter table "Gone" rename to "PortalVisit"')
  expect(Object.fromEntries(told.searchParams)).toMatchObject({ ...failure, state: third.begun.checks.expectedState })

  const callback = await goBack(third.browser)
  const tokens = await client.authorizationCodeGrant(config, callback, third.begun.checks)
  const ask = async () => {
    const response = await fetch(`${url}/oidc/userinfo`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    })
    return [response.status, await response.json()]
  }
  await change(`update "SealedIdentity" set "sealed" = 'a' || "sealed"`)
  expect(await ask()).toEqual([500, expect.objectContaining(failure)])
  await change('delete from "SealedIdentity"')
  expect(await ask()).toEqual([401, expect.objectContaining({ error: 'invalid_token' })])
})

/** What the token endpoint answered, where that was an error of the server's. */
async function answerTo(exchange: Promise<unknown>): Promise<readonly [number, unknown]> {
  const failure: unknown = await exchange.then(
    () => null,
    (error: unknown) => error,
  )
  const response = failure instanceof client.ClientError ? failure.cause : null
  if (!(response instanceof Response)) throw failure
  return [response.status, await response.json()]
}
