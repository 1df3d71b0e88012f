import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { databases } from '../../support/databases.ts'
import { webhookSecret } from '../../support/secrets.ts'
import { startTestServer } from '../../support/test-server.ts'
import { watchSession } from '../../support/watcher.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const unknown = '6f9619ff-8b86-4d01-b42d-00c04fc964ff'

describe('the REST routes', () => {
  const create = (url: string, body?: string) =>
    fetch(`${url}/api/connections/session`, { method: 'POST', ...(body !== undefined && { body }) })

  test('POST makes a session with a real invitation; GET shows it', async () => {
    const { url } = await startTestServer()
    const response = await create(url, '{"requestType":"authentication"}')
    expect(response.status).toBe(201)
    const created: unknown = await response.json()
    expect(created).toEqual({
      sessionId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      invitationId: expect.any(String),
      invitationUrl: expect.stringContaining('?oob='),
      status: 'invitation',
      requestType: 'authentication',
      expiresAt: expect.any(String),
    })
  })

  test('the view holds what the contract lists and nothing else', async () => {
    const { url, trpc } = await startTestServer()
    const { sessionId, invitationId } = await trpc.session.create.mutate({})
    const data = { connectionId: 'c', invitationId, theirDid: 'did:peer:2.secret', theirLabel: 'Ada' }
    await sendWebhook({ url }, guideWebhook('connections.active', data))
    const response = await fetch(`${url}/api/connections/session?sessionId=${sessionId}`)
    const text = await response.text()
    expect(text).not.toContain('did:')
    expect(Object.keys(JSON.parse(text)).sort()).toEqual(
      ['sessionId', 'version', 'status', 'credential', 'proof', 'requestType', 'invitationId', 'invitationUrl']
        .concat(['shortUrl', 'connectionId', 'theirLabel', 'createdAt', 'updatedAt', 'expiresAt'])
        .concat(['reference', 'outcome', 'registrationNumber'])
        .sort(),
    )
  })

  test('in production without an account at the platform: 502 and no simulator, while webhooks are still taken', async () => {
    const variables = { NODE_ENV: 'production', HOST: '127.0.0.1', WEBHOOK_SECRET: webhookSecret }
    const { url } = await startTestServer({ variables })
    expect((await create(url)).status).toBe(502)
    expect((await fetch(`${url}/simulator`)).status).toBe(404)
    expect((await sendWebhook({ url }, guideWebhook('connections.active', { connectionId: 'c' }))).status).toBe(200)
  })

  test.each([undefined, '', '{}'])('registration is the default: body %j', async (body) => {
    const { url } = await startTestServer()
    expect(await (await create(url, body)).json()).toMatchObject({ requestType: 'registration' })
  })

  test.each(['{', '[]', '{"requestType":"root"}', 'null'])('400 for %j', async (body) => {
    const { url } = await startTestServer()
    expect((await create(url, body)).status).toBe(400)
  })

  test('400 without the parameter, 404 for an unknown session', async () => {
    const { url } = await startTestServer()
    const get = (query: string) => fetch(`${url}/api/connections/session${query}`)
    expect((await get('')).status).toBe(400)
    expect((await get(`?sessionId=${unknown}`)).status).toBe(404)
    expect((await get('?sessionId=%00')).status).toBe(404)
  })

  test('502 where the platform cannot be reached, and nothing is stored', async () => {
    const { url, log } = await startTestServer({
      variables: {
        CONFIRMD_MODE: 'platform',
        CLIENT_ID: 'id',
        CLIENT_SECRET: 'secret',
        ORGANIZATION_ID: 'org-1',
        CREDENTIAL_DEFINITION_ID: 'registration-def',
        PROOF_CREDENTIAL_DEFINITION_ID: 'card-def',
        CONFIRMD_AUTH_URL: 'http://127.0.0.1:9/token',
        CONFIRMD_API_URL: 'http://127.0.0.1:9',
      },
    })
    const response = await create(url)
    expect(response.status).toBe(502)
    expect(await response.json()).toEqual({ error: expect.any(String) })
    log.expectErrors()
    await expect.poll(() => log.lines().some(({ level }) => level >= 50)).toBe(true) // the start has asked, too
    expect(log.lines().some(({ text }) => text.includes('"secret"'))).toBe(false)
  })
})

describe.each(databases)('a session, on $name', ({ fresh }) => {
  test('can be cancelled from every state; its watchers are told and their streams end', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    for (const topic of [null, 'connections.request', 'connections.completed']) {
      const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
      if (topic) await sendWebhook(server, guideWebhook(topic, { invitationId }))
      const watcher = watchSession(server, sessionId)
      await watcher.until((views) => views.length === 1)
      const cancelled = await server.trpc.session.cancel.mutate({ sessionId })
      expect(cancelled.status).toBe('abandoned')
      expect(await server.trpc.session.cancel.mutate({ sessionId })).toEqual(cancelled)
      await watcher.ended
      expect(watcher.views.at(-1)).toEqual(cancelled)
    }
  })

  test('is abandoned within five seconds of standing still; a completed one never is', async () => {
    let skippedMs = 0
    const now = () => new Date(Date.now() + skippedMs)
    const server = await startTestServer({ databaseUrl: await fresh(), now })
    const still = await server.trpc.session.create.mutate({})
    const done = await server.trpc.session.create.mutate({})
    await sendWebhook(server, guideWebhook('connections.completed', { invitationId: done.invitationId }))
    const watcher = watchSession(server, still.sessionId)
    await watcher.until((views) => views.length === 1)
    skippedMs = 899_000
    await sendWebhook(server, guideWebhook('connections.request', { invitationId: still.invitationId }))
    skippedMs = 1_700_000
    const { expiresAt } = await server.trpc.session.get.query({ sessionId: still.sessionId })
    expect(Date.parse(expiresAt)).toBeGreaterThan(now().getTime())
    skippedMs = 1_800_000
    const started = performance.now()
    await watcher.until((views) => views.at(-1)?.status === 'abandoned')
    expect(performance.now() - started).toBeLessThan(5000)
    expect(watcher.views.map(({ status }) => status)).toEqual(['invitation', 'request', 'abandoned'])
    expect((await server.trpc.session.get.query({ sessionId: done.sessionId })).status).toBe('completed')
  })

  test('that ran out while the server was down is abandoned after the start', async () => {
    const databaseUrl = await fresh()
    const before = await startTestServer({ databaseUrl })
    const { sessionId } = await before.trpc.session.create.mutate({})
    await before.stop()
    const after = await startTestServer({ databaseUrl, now: () => new Date(Date.now() + 3_600_000) })
    const watcher = watchSession(after, sessionId)
    const views = await watcher.until((seen) => seen.at(-1)?.status === 'abandoned')
    expect(views.at(-1)?.version).toBe(2)
  })

  test('asks the platform for proof and credential by itself, once each; who asks meanwhile changes nothing', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const { sessionId, invitationUrl } = await server.trpc.session.create.mutate({})
    const ask = () => server.trpc.session.requestProof.mutate({ sessionId })
    await expect(ask()).rejects.toMatchObject({ data: { code: 'PRECONDITION_FAILED' } })
    const watcher = watchSession(server, sessionId)
    const wallet = async (path: string, body: object = {}) => {
      const response = await fetch(`${server.url}/simulator/wallet/connections${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
      expect(response.ok).toBe(true)
      return z.object({ walletConnectionId: z.string() }).parse(await response.json()).walletConnectionId
    }
    const walletConnectionId = await wallet('', { invitation: invitationUrl })
    await watcher.until((views) => views.at(-1)?.proof === 'request')
    const { version } = await ask()
    expect((await Promise.all([ask(), ask()])).map((view) => view.version)).toEqual([version, version])
    const offer = () => server.trpc.session.offerCredential.mutate({ sessionId })
    await expect(offer()).rejects.toMatchObject({ data: { code: 'PRECONDITION_FAILED' } })
    await wallet(`/${walletConnectionId}/share`)
    await watcher.until((views) => views.at(-1)?.credential === 'offer')
    await offer()
    await wallet(`/${walletConnectionId}/receive`)
    await watcher.until((views) => views.at(-1)?.credential === 'issued')
    const posted = server.log
      .lines()
      .flatMap(({ msg, text }) => (msg === 'platform answered' && text.includes('"POST"') ? text : []))
    const times = (path: RegExp) => posted.filter((text) => path.test(text)).length
    expect([times(/\/proofs"/), times(/\/verify"/), times(/\/credentials\/offer"/)]).toEqual([1, 1, 1])
    await server.trpc.session.cancel.mutate({ sessionId })
    await expect(ask()).rejects.toMatchObject({ data: { code: 'CONFLICT' } })
  })

  test('that is unknown is not found, by every procedure', async () => {
    const { trpc } = await startTestServer({ databaseUrl: await fresh() })
    const notFound = { data: { code: 'NOT_FOUND' } }
    await expect(trpc.session.get.query({ sessionId: unknown })).rejects.toMatchObject(notFound)
    await expect(trpc.session.cancel.mutate({ sessionId: unknown })).rejects.toMatchObject(notFound)
    await expect(trpc.session.requestProof.mutate({ sessionId: unknown })).rejects.toMatchObject(notFound)
    await expect(trpc.session.offerCredential.mutate({ sessionId: unknown })).rejects.toMatchObject(notFound)
    await expect(trpc.session.get.query({ sessionId: 'x' })).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } })
  })
})
