import type { MiddlewareHandler } from 'hono'
import * as client from 'openid-client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { freshSqlite } from '../../support/databases.ts'
import { openReader } from '../../support/open-reader.ts'
import { arrive, type Browser, begin, createBrowser, goBack, redirectUri } from '../../support/portal-student.ts'
import { type Pair, startPair } from '../confirmd/platform-and-server.ts'
import { discover, portalsFile } from './portal.ts'

const stepMs = 10_000
const unfetched = 'You are verified, but your details could not be fetched'

test('a platform that never hands over what was shown: the student is told, tries again, or goes back; nobody is half known', {
  timeout: 240_000,
}, async () => {
  const { pair, url, config, silence, pass } = await setUp()
  const { read, close } = await openReader(pair.server.databaseUrl)
  onTestFinished(close)
  const expectNobody = async () => {
    for (const table of ['Student', 'SealedIdentity', 'Disclosure'])
      expect(await read(`select * from "${table}"`), table).toEqual([])
  }
  const expectTold = async (browser: Browser) => {
    const told = await browser.send('/oidc/return')
    expect(told.status).toBe(503)
    expect(told.headers.get('location')).toBeNull()
    expect(await told.text()).toMatch(new RegExp(`${unfetched}.*Try again.*Return to Loan portal`, 's'))
  }
  const giveUp = async (browser: Browser) => {
    const back = await browser.send('/oidc/return?leave=1')
    return new URL((await browser.send(back.headers.get('location') ?? '')).headers.get('location') ?? '')
  }
  const untilProblem = ({ trpc }: Browser, sessionId: string) =>
    expect
      .poll(
        () => {
          pass(stepMs)
          return trpc.session.problem.query({ sessionId })
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBe('readIdentity')

  silence.begin()
  const { browser, begun, session, wallet } = await share(pair, url, config, 'openid student registration')
  const { sessionId } = session
  await untilProblem(browser, sessionId)
  await expectTold(browser)
  expect(await browser.trpc.session.get.query({ sessionId })).toMatchObject({ outcome: 'open', credential: 'idle' })
  await expectNobody()

  const leaving = await share(pair, url, config, 'openid student registration')
  await untilProblem(leaving.browser, leaving.session.sessionId)
  const left = await giveUp(leaving.browser)
  expect(left.href.startsWith(redirectUri)).toBe(true)
  expect(Object.fromEntries(left.searchParams)).toEqual({
    ...{ error: 'temporarily_unavailable', iss: url, state: leaving.begun.checks.expectedState },
    error_description: 'The student was verified, but the details could not be fetched. Try again.',
  })
  await expectNobody()

  await expect
    .poll(
      async () => {
        const again = await browser.send('/oidc/return?again=1')
        expect([again.status, again.headers.get('location')]).toEqual([
          303,
          `/register/credentials?session=${sessionId}`,
        ])
        return browser.trpc.session.problem.query({ sessionId })
      },
      { timeout: 60_000 },
    )
    .toBeNull() // it is not asked for twice at once
  await untilProblem(browser, sessionId) // which did not help
  await expectNobody()

  silence.end()
  await expect
    .poll(
      async () => {
        await browser.trpc.session.offerCredential.mutate({ sessionId }) // of no effect while the last call still hangs
        return browser.trpc.session.problem.query({ sessionId })
      },
      { timeout: 60_000 },
    )
    .toBeNull()
  await pair.answer(wallet, 'credentialOffer')
  await expect
    .poll(() => browser.trpc.session.get.query({ sessionId }), { timeout: 60_000 })
    .toMatchObject({ outcome: 'registered' })
  const tokens = await client.authorizationCodeGrant(config, await goBack(browser), begun.checks)
  const sub = tokens.claims()?.sub ?? ''
  expect(await client.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({ surname: 'Okafor' })

  silence.begin()
  const signing = await share(pair, url, config, 'openid student')
  await expect
    .poll(() => signing.browser.trpc.session.get.query({ sessionId: signing.session.sessionId }), { timeout: 60_000 })
    .toMatchObject({ outcome: 'signed-in' })
  await expectTold(signing.browser)
  expect(await read('select "grantId" from "PortalVisit" where "grantId" is not null')).toHaveLength(1)
  silence.end()
  const callback = await vi.waitFor(() => goBack(signing.browser), { timeout: 60_000 })
  const known = await client.authorizationCodeGrant(config, callback, signing.begun.checks)
  expect(known.claims()?.sub).toBe(sub)
  expect(await client.fetchUserInfo(config, known.access_token, sub)).toMatchObject({ surname: 'Okafor' })
})

/** A server with a portal, and a platform that takes the question for verified values and answers nothing while it is silent. */
async function setUp() {
  let isSilent = false
  let aheadMs = 0
  const between: MiddlewareHandler = async (c, next) => {
    if (!isSilent || !c.req.path.includes('/verified-proofs/')) return next()
    await new Promise((resolve) => c.req.raw.signal.addEventListener('abort', resolve))
    return c.body(null, 503)
  }
  const pair = await startPair({
    databaseUrl: await freshSqlite(),
    between,
    variables: { OIDC_CLIENTS: await portalsFile() },
    patience: { timeoutMs: 2_000, budgetMs: 3_000 },
    now: () => new Date(Date.now() + aheadMs),
  })
  const url = `http://localhost:${new URL(pair.server.url).port}`
  return {
    ...{ pair, url, config: await discover(url) },
    silence: {
      begin: () => {
        isSilent = true
      },
      end: () => {
        isSilent = false
      },
    },
    pass: (ms: number) => {
      aheadMs += ms
    },
  }
}

/** A student of the portal whose wallet has shared what it was asked for. */
async function share(pair: Pair, url: string, config: client.Configuration, scope: string) {
  const browser = createBrowser(url)
  const begun = await begin(config, scope)
  await arrive(browser, begun)
  const session = await vi.waitFor(() => browser.trpc.session.create.mutate({}), { timeout: 60_000 }) // even if the machine is too busy to be in time
  const wallet = await pair.accept(session)
  await pair.answer(wallet, 'proofRequest')
  return { browser, begun, session, wallet }
}
