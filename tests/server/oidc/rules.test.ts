import * as client from 'openid-client'
import { expect, test } from 'vitest'
import { toShownReference } from '../../../shared/shown-reference.ts'
import { arrive, begin, createBrowser, goBack, redirectUri, signIn } from '../../support/portal-student.ts'
import { discover, portalsFile, start } from './portal.ts'

const post = { method: 'POST' }

/** The rules of the OpenID Foundation's basic profile for providers, as far as a request alone shows them. */
test('a request of the basic profile goes on, or is refused where the portal can read why', async () => {
  const { url, config, server } = await start('sqlite::memory:')
  const { address: usual } = await begin(config, 'openid student')
  const ask = async (change: Readonly<Record<string, string | null>>) => {
    const address = new URL(usual)
    for (const [name, value] of Object.entries(change))
      if (value === null) address.searchParams.delete(name)
      else address.searchParams.set(name, value)
    const response = await createBrowser(url).send(address)
    const location = response.headers.get('location')?.replace('#', '?') ?? '' // as the response type would have it
    return location.startsWith('http') ? Object.fromEntries(new URL(location).searchParams) : location
  }
  for (const change of [
    ...[{ nonce: null }, { state: null }, { scope: 'student openid' }, { scope: 'openid student profile email' }],
    ...[{ display: 'page' }, { display: 'popup' }, { prompt: 'login' }, { max_age: '1' }, { max_age: '10000' }],
    ...[{ ui_locales: 'ha yo' }, { claims_locales: 'ig' }, { login_hint: 'adaeze' }, { extra: 'foobar' }],
    ...[{ acr_values: 'urn:nelfund:acr:wallet' }, { acr_values: '1 2' }, { claims: '{"userinfo":{}}' }],
  ])
    expect(await ask(change), JSON.stringify(change)).toContain('/register/intro?type=authentication')
  const posted = await fetch(`${usual.origin}${usual.pathname}`, {
    ...{ ...post, body: usual.searchParams, redirect: 'manual' },
  })
  expect(posted.status).toBe(303) // the same request, as an address
  expect(posted.headers.get('location')).toBe(`${usual.pathname}${usual.search}`)
  for (const [change, error] of [
    [{ response_type: null }, 'invalid_request'],
    [{ request: 'e30.e30.' }, 'request_not_supported'],
    [{ request_uri: 'https://portal.example/request' }, 'request_uri_not_supported'],
    [{ prompt: 'none login' }, 'invalid_request'],
    [{ response_mode: 'form_post' }, 'invalid_request'],
    [{ response_type: 'code id_token' }, 'unsupported_response_type'],
  ] as const) {
    const { state } = Object.fromEntries(usual.searchParams)
    expect(await ask(change), JSON.stringify(change)).toMatchObject({ error, state, iss: url })
  }

  const elsewhere = { origin: 'https://elsewhere.example' }
  const { jwks_uri, token_endpoint, userinfo_endpoint, pushed_authorization_request_endpoint, ...metadata } =
    config.serverMetadata()
  const well = `${url}/.well-known/openid-configuration`
  for (const [address, method] of [
    ...[well, jwks_uri, userinfo_endpoint, usual.href].map((one) => [String(one), 'GET'] as const),
    ...[token_endpoint, userinfo_endpoint, pushed_authorization_request_endpoint].map(
      (one) => [String(one), 'POST'] as const,
    ),
  ]) {
    const { status, headers } = await fetch(address, { method, headers: elsewhere, redirect: 'manual' })
    expect(status, address).not.toBe(404) // what is advertised is there
    expect(headers.get('access-control-allow-origin'), address).toBeNull()
  }
  expect(Object.keys(metadata).filter((name) => name.endsWith('_endpoint'))).toEqual(['authorization_endpoint'])
  expect(metadata).toMatchObject({
    response_modes_supported: ['query', 'fragment'],
    acr_values_supported: ['urn:nelfund:acr:wallet'],
  })
  expect(metadata.claims_supported).not.toContain('sid')
  expect(metadata.dpop_signing_alg_values_supported).toBeUndefined()
  expect(server.log.lines().filter(({ level }) => Number(level) >= 50)).toEqual([])
})

test('a portal with keys of its own signs in; what portals know a student by is theirs alone where they ask for that', {
  timeout: 240_000,
}, async () => {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey)
  const secret = 'another-secret-of-another-portal-of-these-tests'
  const another = { client_secret: secret, redirect_uris: [redirectUri] }
  const { url, server } = await start('sqlite::memory:', undefined, {
    OIDC_CLIENTS: await portalsFile(undefined, [
      {
        ...{ client_id: 'keyed', client_name: 'Keyed portal', subject_type: 'pairwise', redirect_uris: [redirectUri] },
        jwks: { keys: [{ kty, crv, x, y, kid: 'first', alg: 'ES256', use: 'sig' }] },
      },
      { ...another, client_id: 'neighbour', client_name: 'Neighbour', subject_type: 'pairwise' },
      {
        ...{ ...another, client_id: 'stranger', client_name: 'Stranger', subject_type: 'pairwise' },
        redirect_uris: [redirectUri.replace('127.0.0.1', 'localhost')],
      },
    ]),
  })
  const keyed = await discover(url, 'keyed', client.PrivateKeyJwt({ key: privateKey, kid: 'first' }))
  const sent: string[] = []
  keyed[client.customFetch] = (address, options) => {
    if (address.endsWith('/oidc/token')) sent.push(String(options.body))
    return fetch(address, { ...options, body: options.body ?? null })
  }
  const startedAt = Math.floor(Date.now() / 1000)
  const first = await signIn(url, keyed, 'openid student registration', {
    ...{ max_age: '1', acr_values: 'urn:nelfund:acr:wallet', prompt: 'login' },
  })
  expect(labelOf(first.view.invitationUrl)).toBe(
    `NELFUND for Keyed portal, ${toShownReference(first.view.reference ?? '')}`,
  )
  const tokens = await client.authorizationCodeGrant(keyed, first.callback, { ...first.begun.checks, maxAge: 600 })
  const claims = tokens.claims()
  expect(claims).toMatchObject({ aud: 'keyed', acr: 'urn:nelfund:acr:wallet' })
  expect(Number(claims?.auth_time)).toBeGreaterThanOrEqual(startedAt)
  expect(Object.keys(claims ?? {}).toSorted()).toEqual(
    ['acr', 'at_hash', 'aud', 'auth_time', 'exp', 'iat', 'iss', 'nonce', 'sub'].filter(
      (name) => name in (claims ?? {}),
    ),
  )
  const { access_token: token } = tokens
  const ask = (init: RequestInit) => fetch(`${url}/oidc/userinfo`, init)
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  for (const init of [
    { headers: { authorization: `Bearer ${token}` } },
    { ...post, headers: { authorization: `Bearer ${token}` } },
    { ...post, headers: form, body: new URLSearchParams({ access_token: token }) },
  ])
    expect(await (await ask(init)).json()).toMatchObject({ sub: claims?.sub, surname: 'Okafor' })
  expect((await ask({ headers: { authorization: 'Bearer nobody-knows-it' } })).status).toBe(401)
  const again = await fetch(`${url}/oidc/token`, { ...post, headers: form, body: sent[0] ?? '' }) // the same assertion
  expect(await again.json()).toMatchObject({ error: 'invalid_client' })

  const subs = [claims?.sub]
  for (const id of ['loan-portal', 'neighbour', 'stranger']) {
    const config =
      id === 'loan-portal' ? await discover(url) : await discover(url, id, client.ClientSecretBasic(secret))
    const back = id === 'stranger' ? { redirect_uri: redirectUri.replace('127.0.0.1', 'localhost') } : {}
    const { callback, begun } = await signIn(url, config, 'openid student', back)
    if (id === 'neighbour') await expect(client.authorizationCodeGrant(keyed, callback, begun.checks)).rejects.toThrow()
    subs.push((await client.authorizationCodeGrant(config, callback, begun.checks)).claims()?.sub)
  }
  const [ofKeyed, ofUsual, ofNeighbour, ofStranger] = subs
  expect(ofNeighbour).toBe(ofKeyed) // of one host
  expect(new Set([ofKeyed, ofUsual, ofStranger]).size).toBe(3)
  expect(
    server.log
      .lines()
      .map(({ text }) => text)
      .join(''),
  ).not.toContain(secret)
})

test('a request is of its portal, its browser and its scopes alone', async () => {
  const { url, config } = await start('sqlite::memory:', 'openid')
  const browser = createBrowser(url)
  const { address, checks } = await begin(config, 'openid', {}, true)
  expect(await arrive(browser, { address, checks })).toContain('/register/intro')
  expect(address.searchParams.get('request_uri')).toMatch(/^urn:/)
  await expect(goBack(createBrowser(url))).rejects.toThrow('400')
  await expect(begin(config, 'openid registration', {}, true)).rejects.toMatchObject({ error: 'invalid_scope' })
})

/** What a wallet shows of who invites. */
function labelOf(invitationUrl: string): unknown {
  const oob = new URL(invitationUrl).searchParams.get('oob') ?? ''
  return JSON.parse(Buffer.from(oob, 'base64url').toString()).label
}
