import * as client from 'openid-client'
import { describe, expect, test } from 'vitest'
import { databases } from '../../support/databases.ts'
import { arrive, begin, createBrowser, goBack, redirectUri, signIn, walk } from '../../support/portal-student.ts'
import { startTestServer } from '../../support/test-server.ts'
import { start } from './portal.ts'

describe.each(databases)('a student of a portal, on $name', ({ fresh }) => {
  test('registers, and is known again when signing in', { timeout: 120_000 }, async () => {
    const { url, config } = await start(await fresh())
    const registered = await signIn(url, config)
    expect(registered.view).toMatchObject({ requestType: 'registration', outcome: 'registered' })
    const tokens = await client.authorizationCodeGrant(config, registered.callback, registered.begun.checks)
    const claims = tokens.claims()
    expect(claims).toMatchObject({ iss: url, acr: 'urn:nelfund:acr:wallet', auth_time: expect.any(Number) })
    expect(tokens.refresh_token).toBeUndefined()
    const sub = claims?.sub ?? ''
    const student = await client.fetchUserInfo(config, tokens.access_token, sub)
    expect(student).toEqual({
      sub,
      ...{ surname: 'Okafor', othernames: 'Adaeze Chidinma', matric_number: 'UNILAG/2023/045123' },
      ...{ school_name: 'University of Lagos', programme: 'B.Sc. Computer Science', department: 'Computer Sciences' },
      graduation_year: '2027',
      credential_definition_id: expect.stringContaining('Student-Card'),
      verified_at: expect.stringMatching(/^\d{4}-.*Z$/),
      registration_number: registered.view.registrationNumber,
      registration_status: 'registered',
    })
    expect(student.registration_number).toMatch(/^NELFUND-[0-9A-F]{12}$/)
    expect(JSON.stringify(claims)).not.toMatch(/Okafor|UNILAG/)

    const again = await signIn(url, config, 'openid student student:sensitive')
    expect(again.view).toMatchObject({ requestType: 'authentication', outcome: 'signed-in', credential: 'idle' })
    const second = await client.authorizationCodeGrant(config, again.callback, again.begun.checks)
    expect(second.claims()?.sub).toBe(sub)
    expect(await client.fetchUserInfo(config, second.access_token, sub)).toMatchObject({
      ...{ sub, surname: 'Okafor', matric_number: 'UNILAG/2023/045123' },
      ...{ national_id_number: '70123456789', birthdate: '2004-03-17' },
      registration_number: student.registration_number,
    })
  })

  test('what is tampered with is refused, and a code is good once', { timeout: 120_000 }, async () => {
    const { url, config } = await start(await fresh())
    const { callback, begun, browser } = await signIn(url, config)
    const { checks } = begun
    const grant = (changes: Partial<typeof checks>) =>
      client.authorizationCodeGrant(config, callback, { ...checks, ...changes })
    await expect(grant({ expectedState: 'another' })).rejects.toThrow()
    await expect(grant({ pkceCodeVerifier: client.randomPKCECodeVerifier() })).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    const elsewhere = new URL(callback)
    elsewhere.pathname = '/elsewhere'
    await expect(client.authorizationCodeGrant(config, elsewhere, checks)).rejects.toMatchObject({
      error: 'invalid_grant',
    })

    const all = await Promise.allSettled(Array.from({ length: 50 }, () => grant({})))
    const won = all.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    expect(won).toHaveLength(1)
    await expect(grant({})).rejects.toMatchObject({ error: 'invalid_grant' })
    const [first] = won
    const sub = first?.claims()?.sub ?? ''
    await expect(client.fetchUserInfo(config, first?.access_token ?? '', sub)).rejects.toThrow() // a second use takes it back
    const wrongNonce = await signIn(url, config)
    await expect(
      client.authorizationCodeGrant(config, wrongNonce.callback, { ...wrongNonce.begun.checks, expectedNonce: 'x' }),
    ).rejects.toThrow()
    await expect(goBack(browser)).rejects.toThrow('400') // its request is answered
  })

  test('who declines, or comes from elsewhere, is signed in nowhere', { timeout: 120_000 }, async () => {
    const { url, config } = await start(await fresh())
    const browser = createBrowser(url)
    const begun = await begin(config, 'openid student')
    expect(await arrive(browser, begun)).toContain('/register/intro?type=authentication')
    expect(await browser.trpc.session.portal.query({})).toEqual({
      clientName: 'Loan portal',
      requestType: 'authentication',
      isSensitive: false,
    })
    const view = await walk(url, browser, ({ outcome }) => outcome === 'declined', {
      proof: 'decline-proof',
      offer: '',
    })
    expect(await browser.trpc.session.portal.query({ sessionId: view.sessionId })).not.toBeNull()
    const stranger = createBrowser(url)
    expect(await stranger.trpc.session.portal.query({ sessionId: view.sessionId })).toBeNull()
    await expect(goBack(stranger)).rejects.toThrow('400')
    const callback = await goBack(browser)
    expect(callback.href.split('?')[0]).toBe(redirectUri)
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({
      ...{ error: 'access_denied', error_description: 'The student declined in the wallet.', iss: url },
      state: begun.checks.expectedState,
    })
  })
})

describe('a request of a portal', () => {
  test('is answered as the specifications say', { timeout: 60_000 }, async () => {
    const { url, config, server } = await start('sqlite::memory:', 'openid student')
    const ask = async (change: (address: URL) => void, scope = 'openid student') => {
      const { address } = await begin(config, scope)
      change(address)
      return createBrowser(url).send(address, { headers: { accept: 'text/html' } })
    }
    const answered = async (change: (address: URL) => void, scope?: string) => {
      const response = await ask(change, scope)
      const location = response.headers.get('location')?.replace('#', '?') // as the response type would have it
      return new URL(location ?? 'about:none').searchParams.get('error')
    }
    expect(await answered(({ searchParams }) => searchParams.set('prompt', 'none'))).toBe('login_required')
    expect(await answered(({ searchParams }) => searchParams.delete('code_challenge'))).toBe('invalid_request')
    expect(await answered(({ searchParams }) => searchParams.set('code_challenge_method', 'plain'))).toBe(
      'invalid_request',
    )
    expect(await answered(({ searchParams }) => searchParams.set('response_type', 'id_token'))).toBe(
      'unsupported_response_type',
    )
    expect(await answered(() => undefined, 'openid student student:sensitive')).toBe('invalid_scope')
    for (const [name, value] of [
      ['client_id', 'nobody'],
      ['redirect_uri', 'https://evil.example/callback'],
    ] as const) {
      const refused = await ask(({ searchParams }) => searchParams.set(name, value))
      expect(refused.status).toBe(400)
      expect(refused.headers.get('location')).toBeNull()
      expect(refused.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(await refused.text()).toContain('This sign-in cannot go on')
    }
    const { address } = await begin(config, 'openid student')
    address.searchParams.set('client_id', 'nobody')
    const inHausa = await fetch(address, { headers: { accept: 'text/html', cookie: 'other=1; lang=ha' } })
    expect(await inHausa.text()).toMatch(/<html lang="ha">.*Wannan shiga ba za ta ci gaba ba/s)
    const pushed = await client.buildAuthorizationUrlWithPAR(config, {
      ...{ redirect_uri: redirectUri, scope: 'openid student', code_challenge_method: 'S256' },
      code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
    })
    expect(pushed.searchParams.get('request_uri')).toMatch(/^urn:/)
    expect((await createBrowser(url).send(pushed)).headers.get('location')).toContain('/register/intro')
    const metadata = config.serverMetadata()
    expect(metadata).toMatchObject({
      issuer: url,
      authorization_endpoint: `${url}/oidc/authorize`,
      ...{ code_challenge_methods_supported: ['S256'], response_types_supported: ['code'] },
      ...{
        grant_types_supported: ['authorization_code'],
        token_endpoint_auth_methods_supported: ['client_secret_basic', 'private_key_jwt'],
      },
    })
    expect(metadata.registration_endpoint).toBeUndefined()
    expect(server.log.lines().filter(({ level }) => Number(level) >= 50)).toEqual([])
  })

  test('is not found where no portal may sign students in', async () => {
    const { url } = await startTestServer()
    for (const path of ['/.well-known/openid-configuration', '/oidc/jwks', '/oidc/authorize', '/oidc/return'])
      expect((await fetch(`${url}${path}`)).status).toBe(404)
  })
})
