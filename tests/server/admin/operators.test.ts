import { expect, test } from 'vitest'
import { asOperator, signIn, withCookie } from '../../support/operator.ts'
import { adminToken } from '../../support/secrets.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const variables = { ADMIN_TOKENS: 'amina bello:token-of-amina-0001, tunde:token-of-tunde-0001' }

test('what is done has a name; who is signed in is listed, and signed out one by one or all at once', async () => {
  const server = await startTestServer({ variables })
  await sendWebhook(server, guideWebhook('weather.changed', {}, 'wh_1'))
  const amina = withCookie(server, (await signIn(server, 'token-of-amina-0001')).cookie)
  const tunde = withCookie(server, (await signIn(server, 'token-of-tunde-0001')).cookie)
  const nobody = withCookie(server, (await signIn(server, adminToken)).cookie)
  expect((await signIn(server, 'token-of-nobody-001')).status).toBe(401)
  await amina.admin.replay.mutate({ webhookId: 'wh_1' })
  await asOperator(server, 'token-of-tunde-0001').admin.replay.mutate({ webhookId: 'wh_1' })
  const { items } = await tunde.admin.audit.query({ limit: 2 })
  expect(items.map(({ by, action }) => [by, action])).toEqual([
    ['tunde', 'replayed'],
    ['amina bello', 'replayed'],
  ])
  expect(await amina.admin.operators.me.query()).toEqual({ name: 'amina bello' })
  const signIns = await tunde.admin.operators.list.query()
  expect(signIns.map(({ by, isOwn }) => [by, isOwn])).toEqual(
    expect.arrayContaining([
      ['amina bello', false],
      ['tunde', true],
      [expect.stringMatching(/^sign-in /), false],
    ]),
  )
  const mark = signIns.find(({ by }) => by === 'amina bello')?.mark ?? ''
  await tunde.admin.operators.signOut.mutate({ mark })
  await expect(amina.admin.operators.me.query()).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED' } })
  await nobody.admin.operators.signOut.mutate({ mark: null })
  await expect(tunde.admin.operators.me.query()).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED' } })
  await expect(nobody.admin.operators.me.query()).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED' } })
  const trail = (await asOperator(server).admin.audit.query({ limit: 2 })).items
  expect(trail.map(({ action }) => action)).toEqual(['all-signed-out', 'sign-in-ended'])
})

test('lists come as CSV that no spreadsheet runs, of what a filter shows, and that is recorded', async () => {
  const server = await startTestServer({ variables })
  const { invitationId } = await server.trpc.session.create.mutate({})
  const theirLabel = '=HYPERLINK("http://evil.example","ok")'
  await sendWebhook(server, guideWebhook('connections.active', { invitationId, connectionId: 'c', theirLabel }, 'wh_1'))
  for (let index = 0; index < 250; index++)
    await sendWebhook(server, guideWebhook('weather.changed', {}, `wh_a${index}`))
  const headers = { Authorization: 'Bearer token-of-amina-0001' }
  const get = (path: string) => fetch(`${server.url}/api/admin/${path}`, { headers })
  const all = await get('webhooks.csv')
  expect(all.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(all.headers.get('content-disposition')).toMatch(/^attachment; filename="webhooks-\d{4}-\d\d-\d\d\.csv"$/)
  const bytes = new Uint8Array(await all.arrayBuffer())
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const lines = new TextDecoder().decode(bytes).split('\r\n')
  expect(lines).toHaveLength(253)
  expect(lines[0]).toMatch(/^createdAt,webhookId,/)
  const one = await (await get(`webhooks.csv?filter=${encodeURIComponent('{"outcome":"applied"}')}`)).text()
  expect(one.split('\r\n')).toHaveLength(3)
  expect(one).toContain(`"'=HYPERLINK(""http://evil.example"",""ok"")"`)
  expect(await (await get('sessions.csv?filter={"outcome":"open"}')).text()).toContain(`"'=HYPERLINK`)
  expect((await (await get('sessions.csv?filter={"outcome":"registered"}')).text()).split('\r\n')).toHaveLength(2)
  expect((await get('webhooks.csv?filter={"outcome":"lost"}')).status).toBe(400)
  expect((await fetch(`${server.url}/api/admin/webhooks.csv`)).status).toBe(401)
  expect((await asOperator(server).admin.audit.query({ limit: 1 })).items).toMatchObject([
    { by: 'amina bello', action: 'exported' },
  ])
})

test('the funnel counts who came how far, with losses and median times, of any span', async () => {
  let now = new Date('2026-01-01T00:00:00Z')
  const server = await startTestServer({ now: () => now, variables: { SESSION_TTL_SECONDS: '86400' } })
  const pass = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1000)
  }
  for (let index = 0; index < 3; index++) {
    const { invitationId } = await server.trpc.session.create.mutate({})
    const send = (topic: string) =>
      sendWebhook(server, guideWebhook(topic, { invitationId, connectionId: `c${index}` }))
    if (index === 0) continue
    pass(10 * index)
    await send('connections.request')
    pass(5)
    await send('connections.completed')
    if (index === 1) continue
    pass(60)
    await send('proofs.verified') // the presentation was lost on the way
    pass(1)
    await send('credentials.issued')
  }
  const { admin } = asOperator(server)
  const { registrations, steps } = await admin.funnel.query({ from: '2025-12-31T00:00:00Z' })
  expect(registrations).toBe(3)
  expect(steps.map(({ step, count, medianMs }) => [step, count, medianMs])).toEqual([
    ['started', 3, null],
    ['scanned', 2, 10_000],
    ['connected', 2, 5_000],
    ['shared', 1, null],
    ['verified', 1, 60_000],
    ['offered', 1, null],
    ['issued', 1, 1_000],
  ])
  const begun = async (from: string, to?: string) =>
    (await admin.funnel.query({ from, ...(to && { to }) })).steps[0]?.count
  expect(await begun('2026-01-01T00:00:01Z')).toBe(1)
  expect(await begun('2025-12-31T00:00:00Z', '2026-01-01T00:00:12Z')).toBe(2)
  expect(await begun('2026-01-02T00:00:00Z')).toBe(0)
})

test('anything is found by the beginning of its reference, its label or any id', async () => {
  const server = await startTestServer()
  const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
  await sendWebhook(
    server,
    guideWebhook('connections.active', { invitationId, connectionId: 'c1', theirLabel: 'Tecno Spark 10' }, 'wh_1'),
  )
  const { admin } = asOperator(server)
  const reference = (await admin.sessions.query({ limit: 1 })).items[0]?.reference ?? ''
  for (const text of [
    sessionId,
    sessionId.slice(0, 8),
    invitationId,
    'c1',
    'spark',
    reference,
    `${reference.slice(0, 3).toLowerCase()}-`,
  ]) {
    expect((await admin.find.query({ text })).sessions, text).toMatchObject([{ sessionId, label: 'Tecno Spark 10' }])
  }
  expect((await admin.find.query({ text: 'wh_1' })).webhooks).toMatchObject([{ topic: 'connections.active' }])
  for (const text of ['%', 'nobody', '\u202e'])
    expect(await admin.find.query({ text })).toEqual({ sessions: [], webhooks: [] })
})
