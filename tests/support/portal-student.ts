import { setTimeout as delay } from 'node:timers/promises'
import { createTRPCClient, httpLink } from '@trpc/client'
import * as client from 'openid-client'
import { z } from 'zod'
import type { AppRouter } from '../../server/trpc/router.ts'
import type { SessionView } from '../../shared/session-view.ts'

/** Where the portals of tests are sent back to; nobody listens there. */
export const redirectUri = 'http://127.0.0.1:9/callback'

/** What the portal remembers of one sign-in. */
export interface Begun {
  readonly address: URL
  readonly checks: { readonly pkceCodeVerifier: string; readonly expectedState: string; readonly expectedNonce: string }
}

/** A portal begins a sign-in: with `more` in its request, in advance (RFC 9126) where `pushed`. */
export async function begin(
  config: client.Configuration,
  scope = 'openid student registration',
  more: Readonly<Record<string, string>> = {},
  pushed = false,
): Promise<Begun> {
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()]
  const build = pushed ? client.buildAuthorizationUrlWithPAR : client.buildAuthorizationUrl
  const address = await build(config, {
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
  return { send, trpc }
}

export type Browser = ReturnType<typeof createBrowser>

/** From the portal to the first page of ours: where the browser is sent. */
export async function arrive(browser: Browser, { address }: Begun): Promise<string> {
  const response = await browser.send(address)
  return response.headers.get('location') ?? `${response.status} ${await response.text()}`
}

/** Back to the portal, by that process of the server where there are several: where it is sent in the end. */
export async function goBack(browser: Browser, process = ''): Promise<URL> {
  const back = await browser.send(`${process}/oidc/return`)
  const onward = back.headers.get('location')
  if (onward === null) throw new Error(`${back.status} ${await back.text()}`)
  if (onward.startsWith(redirectUri)) return new URL(onward)
  const last = await browser.send(onward)
  return new URL(last.headers.get('location') ?? `about:${last.status}`)
}

/** The simulated wallet does what it is asked, until the session has got there; `step` is told how it stands meanwhile. */
export async function walk(
  url: string,
  browser: Browser,
  isThere: (view: SessionView) => boolean = isDone,
  answers = usualAnswers,
  step?: (view: SessionView) => void,
) {
  const session = await browser.trpc.session.create.mutate({})
  const { walletConnectionId } = await post(url, '', { invitation: session.invitationUrl })
  for (;;) {
    const view = await browser.trpc.session.get.query({ sessionId: session.sessionId })
    step?.(view)
    if (isThere(view)) return view
    const wallet = Wallet.parse(await (await fetch(`${url}/simulator/wallet/connections/${walletConnectionId}`)).json())
    if (wallet.proofRequest) await post(url, `/${walletConnectionId}/${answers.proof}`, {})
    if (wallet.credentialOffer) await post(url, `/${walletConnectionId}/${answers.offer}`, {})
    await delay(lookEveryMs)
  }
}

const lookEveryMs = 100
const Wallet = z.object({ walletConnectionId: z.string(), proofRequest: z.unknown(), credentialOffer: z.unknown() })
const usualAnswers = { proof: 'share', offer: 'receive' }

async function post(url: string, path: string, body: object) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/simulator/wallet/connections${path}`, {
    ...{ method: 'POST', headers, body: JSON.stringify(body) },
  })
  return Wallet.parse(await response.json())
}

function isDone({ outcome }: SessionView): boolean {
  return outcome === 'registered' || outcome === 'signed-in'
}

/** A student who has done all that was asked, and has not gone back to the portal yet. */
export async function finish(
  url: string,
  config: client.Configuration,
  scope?: string,
  more?: Readonly<Record<string, string>>,
) {
  const browser = createBrowser(url)
  const begun = await begin(config, scope, more)
  await arrive(browser, begun)
  return { browser, begun, view: await walk(url, browser) }
}

/** A whole sign-in, in one go. */
export async function signIn(...asked: Parameters<typeof finish>) {
  const finished = await finish(...asked)
  return { ...finished, callback: await goBack(finished.browser) }
}
