import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as client from 'openid-client'
import { describe, expect, test } from 'vitest'
import { backupSqlite } from '../../../server/db/sqlite/backup.ts'
import { changeDatabase } from '../../support/change-database.ts'
import { databases, freshDirectory, freshSqlite } from '../../support/databases.ts'
import { openReader } from '../../support/open-reader.ts'
import { asOperator } from '../../support/operator.ts'
import { arrive, begin, createBrowser, finish, goBack, signIn, walk } from '../../support/portal-student.ts'
import { adminToken } from '../../support/secrets.ts'
import { setClock } from '../../support/set-clock.ts'
import { start } from './portal.ts'

/** What the simulated wallet shows, and nobody else may know. */
const shown = ['Okafor', 'Adaeze Chidinma', 'UNILAG/2023/045123', '70123456789', '2004-03-17']
const minuteMs = 60_000

test('what a student showed can be read in no file, answer or log line', { timeout: 180_000 }, async () => {
  const directory = await freshDirectory()
  const path = join(directory, 'test.db')
  const { server, url, config } = await start(`sqlite:${path}`)
  const sealed: string[] = []
  const files = () => readdirSync(directory).map((file) => readFileSync(join(directory, file), 'latin1'))
  const expectNothingRead = () => {
    for (const text of [...files(), ...server.log.lines().map((line) => line.text)])
      for (const value of shown) expect(text.includes(value), value).toBe(false)
  }
  const { read, close } = await openReader(server.databaseUrl)
  const readSealed = async () =>
    (await read('select "sealed" from "SealedIdentity"')).map(({ sealed }) => String(sealed))

  const browser = createBrowser(url)
  const begun = await begin(config, 'openid student registration student:sensitive')
  await arrive(browser, begun)
  const steps = new Set<string>()
  const view = await walk(url, browser, undefined, undefined, ({ proof, credential }) => {
    steps.add(`${proof} ${credential}`)
    expectNothingRead()
  })
  expect(steps.size).toBeGreaterThan(1)
  const callback = await goBack(browser)
  expectNothingRead()
  sealed.push(...(await readSealed()))
  expect(sealed).toHaveLength(1)
  const isSealedText = (text: string) => sealed.some((one) => text.includes(one))
  expect(files().some(isSealedText)).toBe(true) // so the search finds what is there
  expectNothingRead()

  const tokens = await client.authorizationCodeGrant(config, callback, begun.checks)
  const student = JSON.stringify(
    await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? client.skipSubjectCheck),
  )
  for (const value of shown) expect(student).toContain(value)
  expectNothingRead()

  const { admin, qa } = asOperator(server)
  const { sessionId } = view
  const number = String(view.registrationNumber)
  const found = await admin.find.query({ text: number.toLowerCase() })
  expect(found.sessions).toMatchObject([{ sessionId }])
  const csv = await fetch(`${url}/api/admin/sessions.csv`, { headers: { authorization: `Bearer ${adminToken}` } })
  expect(await csv.text()).toContain(number)
  const webhooks = await admin.webhooks.query({ limit: 100 })
  const each = await Promise.all(webhooks.items.map(({ webhookId }) => admin.webhook.query({ webhookId })))
  const told = [each, await admin.sessions.query({}), await qa.timeline.query({ sessionId })]
  for (const value of shown) expect(JSON.stringify(told)).not.toContain(value)
  await backupSqlite(path, join(directory, 'backup.db'))
  expect(isSealedText(readFileSync(join(directory, 'backup.db'), 'latin1'))).toBe(false)
  expectNothingRead()

  setClock(Date.now() + 6 * minuteMs)
  await expect.poll(readSealed, { timeout: 60_000 }).toEqual([])
  await expect.poll(() => files().some(isSealedText), { timeout: 60_000 }).toBe(false)
  expect(await read('select "client", "scope", "sub" from "Disclosure"')).toEqual([
    { client: 'loan-portal', scope: 'openid student registration student:sensitive', sub: tokens.claims()?.sub },
  ])
  setClock(Date.now() + 31 * minuteMs)
  await expect.poll(() => read('select "kind" from "OidcRecord"'), { timeout: 60_000 }).toEqual([])
  expectNothingRead()
  await close()
})

describe.each(databases)('on $name', ({ fresh }) => {
  test('a code is good for a minute, and what nobody fetched goes after half an hour', {
    timeout: 120_000,
  }, async () => {
    const databaseUrl = await fresh()
    const { url, config } = await start(databaseUrl)
    const { callback, begun } = await signIn(url, config)
    const { read, close } = await openReader(databaseUrl)
    setClock(Date.now() + minuteMs + 1_000)
    await expect(client.authorizationCodeGrant(config, callback, begun.checks)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    expect(await read('select "session" from "SealedIdentity"')).toHaveLength(1)
    setClock(Date.now() + 30 * minuteMs)
    await expect.poll(() => read('select "session" from "SealedIdentity"'), { timeout: 60_000 }).toEqual([])
    await expect.poll(() => read('select "kind" from "OidcRecord"'), { timeout: 60_000 }).toEqual([])
    expect(await read('select "id" from "Disclosure"')).toEqual([])
    await close()
  })
})

test('who is verified, and whose details cannot be fetched, is never an empty identity', {
  timeout: 120_000,
}, async () => {
  const { server, url, config } = await start(await freshSqlite())
  const { browser, begun } = await finish(url, config)
  const proofIs = (id: string) => `update "ConnectionSession" set "proofId" = ${id}`
  const [known] = await readOnce(server.databaseUrl, 'select "proofId" from "ConnectionSession"')
  await changeDatabase(server.databaseUrl, ['delete from "SealedIdentity"', proofIs("'nobody-knows-it'")])

  const told = await browser.send('/oidc/return')
  expect(told.status).toBe(503)
  expect(told.headers.get('location')).toBeNull()
  const text = await told.text()
  expect(text).toContain('You are verified, but your details could not be fetched')
  expect(text).toContain('Return to Loan portal')
  expect(await readOnce(server.databaseUrl, 'select "grantId" from "PortalVisit"')).toEqual([{ grantId: null }])

  await changeDatabase(server.databaseUrl, [proofIs(`'${String(known?.proofId)}'`)])
  const callback = await goBack(browser)
  const tokens = await client.authorizationCodeGrant(config, callback, begun.checks)
  const student = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
  expect(student).toMatchObject({ surname: 'Okafor' })
})

async function readOnce(databaseUrl: string, statement: string) {
  const { read, close } = await openReader(databaseUrl)
  const rows = await read(statement)
  await close()
  return rows
}
