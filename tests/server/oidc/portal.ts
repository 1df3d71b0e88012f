import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTRPCClient, httpLink } from '@trpc/client'
import * as client from 'openid-client'
import { z } from 'zod'
import type { AppRouter } from '../../../server/trpc/router.ts'
import type { SessionView } from '../../../shared/session-view.ts'
import { freshDirectory } from '../../support/databases.ts'
import { startTestServer } from '../../support/test-server.ts'

export const clientId = 'loan-portal'
const clientSecret = 'a-secret-of-the-loan-portal-of-the-tests'
export const redirectUri = 'http://127.0.0.1:9/callback'
export const allScopes = 'openid student registration student:sensitive'

/** The portals of these tests, as a file for `OIDC_CLIENTS`; `more` are entries beside the usual one. */
export async function portalsFile(scope = allScopes, more: readonly object[] = []): Promise<string> {
  const file = join(await freshDirectory(), 'portals.json')
  const usual = { client_id: clientId, client_name: 'Loan portal', client_secret: clientSecret }
  writeFileSync(file, JSON.stringify([{ ...usual, redirect_uris: [redirectUri], scope }, ...more]))
  return file
}

/** The portal at that server, as its own library sets it up. */
export function discover(url: string): Promise<client.Configuration> {
  return client.discovery(new URL(url), clientId, undefined, client.ClientSecretBasic(clientSecret), {
    execute: [client.allowInsecureRequests],
  })
}

/** A server on that database that the portal may send students to. */
export async function start(databaseUrl: string, scope = allScopes, more: Readonly<Record<string, string>> = {}) {
  const variables = { OIDC_CLIENTS: await portalsFile(scope), ...more }
  const server = await startTestServer({ databaseUrl, variables })
  const url = `http://localhost:${new URL(server.url).port}`
  return { server, url, config: await discover(url) }
}

/** What the portal remembers of one sign-in. */
export interface Begun {
  readonly address: URL
  readonly checks: { readonly pkceCodeVerifier: string; readonly expectedState: string; readonly expectedNonce: string }
}

export async function begin(
  config: client.Configuration,
  scope = 'openid student registration',
  more: Readonly<Record<string, string>> = {},
): Promise<Begun> {
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()]
  const address = client.buildAuthorizationUrl(config, {
    ...{ redirect_uri: redirectUri, scope, state: expectedState, nonce: expectedNonce, code_challenge_method: 'S256' },
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    ...more,
  })
  return { address, checks: { pkceCodeVerifier, expectedState, expectedNonce } }
}

/** A student's browser without pages: keeps cookies, and follows no redirect by itself. */
export function createBrowser(url: string) {
  const jar = new Map<string, { value: string; path: string }>()
  const send = async (address: string | URL, init: RequestInit = {}) => {
    const target = new URL(address, url)
    const cookies = [...jar].filter(([, { path }]) => target.pathname.startsWith(path))
    const headers = new Headers(init.headers)
    if (cookies.length > 0) headers.set('cookie', cookies.map(([name, { value }]) => `${name}=${value}`).join('; '))
    const response = await fetch(target, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ')
      const [name = '', value = ''] = pair.split('=')
      const path = attributes.find((one) => one.toLowerCase().startsWith('path='))?.slice(5) ?? '/'
      if (value === '') jar.delete(name)
      else jar.set(name, { value, path })
    }
    return response
  }
  const trpc = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${url}/trpc`,
        fetch: (address, init) =>
          send(String(address), {
            method: init?.method ?? 'GET',
            body: init?.body ?? null,
            headers: { ...init?.headers },
          }),
      }),
    ],
  })
  return { send, trpc, jar }
}

export type Browser = ReturnType<typeof createBrowser>

/** From the portal to the first page of ours. */
export async function arrive(browser: Browser, { address }: Begun): Promise<string> {
  const response = await browser.send(address)
  return response.headers.get('location') ?? `${response.status} ${await response.text()}`
}

/** Back to the portal, by that process of the server where there are several: where it is sent in the end. */
export async function goBack(browser: Browser, process = ''): Promise<URL> {
  const back = await browser.send(`${process}/oidc/return`)
  const onward = back.headers.get('location')
  if (onward === null) throw new Error(`${back.status} ${await back.text()}`)
  const last = await browser.send(onward)
  return new URL(last.headers.get('location') ?? `about:${last.status}`)
}

/** The simulated wallet does what it is asked, until the session has got there. */
export async function walk(
  url: string,
  browser: Browser,
  isThere: (view: SessionView) => boolean,
  answers = usualAnswers,
) {
  const session = await browser.trpc.session.create.mutate({})
  const { walletConnectionId } = await post(url, '', { invitation: session.invitationUrl })
  for (const deadlineMs = Date.now() + 60_000; Date.now() < deadlineMs; ) {
    const view = await browser.trpc.session.get.query({ sessionId: session.sessionId })
    if (isThere(view)) return view
    const wallet = Wallet.parse(await (await fetch(`${url}/simulator/wallet/connections/${walletConnectionId}`)).json())
    if (wallet.proofRequest) await post(url, `/${walletConnectionId}/${answers.proof}`, {})
    if (wallet.credentialOffer) await post(url, `/${walletConnectionId}/${answers.offer}`, {})
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('The session did not get there in a minute')
}

const Wallet = z.object({ walletConnectionId: z.string(), proofRequest: z.unknown(), credentialOffer: z.unknown() })
const usualAnswers = { proof: 'share', offer: 'receive' }

async function post(url: string, path: string, body: object) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/simulator/wallet/connections${path}`, {
    ...{ method: 'POST', headers, body: JSON.stringify(body) },
  })
  return Wallet.parse(await response.json())
}

export const isDone = ({ outcome }: SessionView) => outcome === 'registered' || outcome === 'signed-in'

/** A whole sign-in, in one go. */
export async function signIn(url: string, config: client.Configuration, scope?: string, more?: Record<string, string>) {
  const browser = createBrowser(url)
  const begun = await begin(config, scope, more)
  await arrive(browser, begun)
  const view = await walk(url, browser, isDone)
  const callback = await goBack(browser)
  return { browser, begun, view, callback }
}
