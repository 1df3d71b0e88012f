import { Hono } from 'hono'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { listen } from './listen.ts'
import { type Simulated, startSimulated } from './simulated.ts'
import { invite } from './student.ts'

let simulated: Simulated
afterEach(() => simulated.close())

const get = (url: string) => fetch(url, { headers: { accept: 'application/json' }, redirect: 'manual' })
const isLong = /\/simulator\/invitation\?oob=[\w-]+$/

test('a redirect to the long address', async () => {
  simulated = await startSimulated({ shortUrls: 'redirect' })
  const { invitationUrl } = await invite(simulated)
  expect(invitationUrl).toMatch(/\/simulator\/url\/[\w-]{22}$/)
  const answer = await get(invitationUrl)
  expect([answer.status, answer.headers.get('location')]).toEqual([302, expect.stringMatching(isLong)])
})

test('the invitation as JSON', async () => {
  simulated = await startSimulated({ shortUrls: 'json' })
  const answer = await get((await invite(simulated)).invitationUrl)
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  expect(await answer.json()).toMatchObject({
    '@type': 'https://didcomm.org/out-of-band/1.1/invitation',
    label: 'NELFUND',
  })
})

test('a JSON string of the long address, labelled with an encoding that it does not have', async () => {
  simulated = await startSimulated({ shortUrls: 'string' })
  const answer = await get((await invite(simulated)).invitationUrl)
  expect(answer.headers.get('content-encoding')).toBe('base64')
  expect(JSON.parse(await answer.text())).toMatch(isLong)
})

test('the same in that encoding', async () => {
  simulated = await startSimulated({ shortUrls: 'base64' })
  const answer = await get((await invite(simulated)).invitationUrl)
  expect(answer.headers.get('content-encoding')).toBe('base64')
  expect(JSON.parse(Buffer.from(await answer.text(), 'base64').toString())).toMatch(isLong)
})

test('it is at the host that the API was asked at, however the world reaches the simulator', async () => {
  simulated = await startSimulated({ shortUrls: 'redirect', publicUrl: 'https://elsewhere.example' })
  const { invitationUrl } = await invite(simulated)
  expect(invitationUrl.startsWith(`${simulated.url}/simulator/url/`)).toBe(true)
  expect((await get(invitationUrl)).headers.get('location')).toMatch(
    /^https:\/\/elsewhere\.example\/simulator\/invitation/,
  )
})

test('one that is not there', async () => {
  simulated = await startSimulated({ shortUrls: 'json' })
  expect((await get(`${simulated.url}/simulator/url/unknown`)).status).toBe(404)
})

test.each(['redirect', 'json'] as const)('the wallet reads a short address (%s)', async (shortUrls) => {
  simulated = await startSimulated({ shortUrls })
  const { invitationUrl: invitation } = await invite(simulated)
  expect(await simulated.wallet('/connections', { invitation })).toMatchObject({ status: 201 })
})

test.each(['string', 'base64'] as const)(
  'no wallet reads what the platform has to unwrap first (%s)',
  async (shortUrls) => {
    simulated = await startSimulated({ shortUrls })
    const { invitationUrl: invitation } = await invite(simulated)
    expect(await simulated.wallet('/connections', { invitation })).toMatchObject({ status: 400 })
  },
)

test("the wallet fetches the receiver's short address twice, asking for JSON", async () => {
  const asked: (string | undefined)[] = []
  let answer = (): Response => new Response(null, { status: 410 })
  const receiver = await listen(
    new Hono().get('/i/:id', (c) => {
      asked.push(c.req.header('accept'))
      return answer()
    }),
  )
  onTestFinished(receiver.close)
  simulated = await startSimulated({ webhookUrl: () => `${receiver.url}/hook` })
  const invitation = `${receiver.url}/i/abc`
  expect(await simulated.wallet('/invitations', { invitation })).toEqual({
    status: 400,
    body: { error: 'This invitation is no longer valid' },
  })

  const { invitationUrl } = await invite(simulated)
  const oob = new URL(invitationUrl).searchParams.get('oob') ?? ''
  const json = Buffer.from(oob, 'base64url').toString()
  answer = () => new Response(json, { headers: { 'content-type': 'application/json' } })
  asked.length = 0
  expect(await simulated.wallet('/invitations', { invitation })).toMatchObject({
    status: 200,
    body: { label: 'NELFUND' },
  })
  expect(asked).toEqual(['application/json', 'application/json'])

  answer = () => new Response(null, { status: 302, headers: { location: `didcomm://invite?oob=${oob}` } })
  expect(await simulated.wallet('/connections', { invitation })).toMatchObject({ status: 201 })
  answer = () => new Response('<html></html>', { headers: { 'content-type': 'text/html' } })
  expect(await simulated.wallet('/invitations', { invitation })).toMatchObject({ status: 400 })
  answer = () => Response.redirect(invitation)
  expect(await simulated.wallet('/invitations', { invitation })).toMatchObject({ status: 400 })
})

test('the wallet asks nobody else', async () => {
  const asked: string[] = []
  const stranger = await listen(
    new Hono().all('*', (c) => {
      asked.push(c.req.path)
      return c.json({})
    }),
  )
  onTestFinished(stranger.close)
  const open = await listen(new Hono().all('*', (c) => c.redirect(`${stranger.url}/inside`)))
  onTestFinished(open.close)
  simulated = await startSimulated({ webhookUrl: () => `${open.url}/hook` })
  for (const invitation of [`${stranger.url}/i/abc`, `${open.url}/i/abc`])
    expect(await simulated.wallet('/invitations', { invitation })).toMatchObject({ status: 400 })
  expect(asked).toEqual([])
})
