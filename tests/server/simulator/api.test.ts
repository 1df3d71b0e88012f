import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Simulated, startSimulated } from './simulated.ts'
import { invite } from './student.ts'

let simulated: Simulated
let invitation: string

beforeAll(async () => {
  simulated = await startSimulated({ webhookUrl: () => 'http://127.0.0.1:9/nobody' })
  invitation = (await invite(simulated)).invitationUrl
})
afterAll(() => simulated.close())

const oob = (json: unknown) => `https://wallet.example/?oob=${Buffer.from(JSON.stringify(json)).toString('base64url')}`
const stranger = { '@type': 'https://didcomm.org/out-of-band/1.1/invitation', '@id': 'of-nobody', label: 'Else' }

test.each([
  ['nothing', '', 400],
  ['words', 'hello', 400],
  ['a page without an invitation', 'https://example.org/', 400],
  ['broken base64', 'https://example.org/?oob=%%%', 400],
  ['another message', oob({ '@type': 'https://didcomm.org/basicmessage/1.0/message', '@id': '1' }), 400],
  ['broken JSON', '{"@type"', 400],
  ['a number', 7, 400],
  ["another agent's invitation", oob(stranger), 404],
  ["another agent's invitation as JSON", stranger, 404],
])('%s is no invitation here', async (_what, text, status) => {
  for (const path of ['/connections', '/invitations', '/decline-invitation'])
    expect(await simulated.wallet(path, { invitation: text })).toEqual({ status, body: { error: expect.any(String) } })
})

test('a connection of nobody is not found', async () => {
  expect(await simulated.wallet('/connections/unknown')).toMatchObject({ status: 404 })
  expect(await simulated.wallet('/connections/unknown/share', {})).toMatchObject({ status: 404 })
})

test('an answer to what was not asked is refused', async () => {
  const own = (await invite(simulated)).invitationUrl
  const { walletConnectionId } = (await simulated.wallet('/connections', { invitation: own })).body
  for (const verb of ['share', 'share-expired', 'decline-proof', 'receive', 'decline-offer'])
    expect(await simulated.wallet(`/connections/${walletConnectionId}/${verb}`, {})).toMatchObject({ status: 400 })
})

const walletPost = (headers: Record<string, string>, body = JSON.stringify({ invitation })) =>
  fetch(`${simulated.url}/simulator/wallet/invitations`, { method: 'POST', headers, body })

test.each([
  [{ 'sec-fetch-site': 'cross-site' }, 403],
  [{ 'sec-fetch-site': 'same-site' }, 403],
  [{ origin: 'https://evil.example' }, 403],
  [{ origin: 'null' }, 403],
  [{ 'sec-fetch-site': 'same-origin' }, 200],
  [{}, 200],
])('the wallet answers a request with %j by %i', async (headers, status) => {
  expect((await walletPost({ 'content-type': 'application/json', ...headers })).status).toBe(status)
})

test('the wallet takes JSON only, and not much of it', async () => {
  expect((await walletPost({ 'content-type': 'text/plain' })).status).toBe(415)
  expect((await walletPost({ 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
  expect((await walletPost({ 'content-type': 'application/json' }, '{')).status).toBe(400)
  expect(
    (await walletPost({ 'content-type': 'application/json' }, JSON.stringify({ invitation: 'x'.repeat(70_000) })))
      .status,
  ).toBe(413)
})

test('an invitation opened in a browser leads to the wallet page', async () => {
  const answer = await fetch(invitation, { redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([
    302,
    `/wallet?invitation=${encodeURIComponent(invitation)}`,
  ])
})

test.each([
  [{ grant_type: 'client_credentials', client_id: 'client-1', client_secret: 'wrong' }, 401],
  [{ grant_type: 'client_credentials', client_id: 'other', client_secret: 'the-client-secret' }, 401],
  [{ grant_type: 'password', client_id: 'client-1', client_secret: 'the-client-secret' }, 400],
  [{ hello: 'there' }, 400],
])('%j gets no token', async (form, status) => {
  const body = new URLSearchParams(Object.entries(form))
  expect((await fetch(`${simulated.url}/simulator/token`, { method: 'POST', body })).status).toBe(status)
})

test('a token says how long it is good', async () => {
  const grant = { grant_type: 'client_credentials', client_id: 'client-1', client_secret: 'the-client-secret' }
  const answer = await fetch(`${simulated.url}/simulator/token`, { method: 'POST', body: new URLSearchParams(grant) })
  const token: unknown = await answer.json()
  expect(token).toMatchObject({ token_type: 'Bearer', expires_in: 300, access_token: expect.any(String) })
})
