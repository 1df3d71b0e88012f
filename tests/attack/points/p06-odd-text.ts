import { Client } from 'pg'
import { startPostgresServer } from '../../support/postgres-server.ts'
import type { ServerProcess } from '../../support/server-process.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import { ask, askRaw, statusOf, student, tally } from '../ask.ts'
import type { Attack } from '../report.ts'
import { asOperator, createSession, readSession, startShipped, webhook } from '../target.ts'

export const oddText: Attack = {
  point: '6',
  async run(check) {
    await using postgres = await startPostgresServer()
    const client = new Client({ connectionString: `${postgres.url}/postgres` })
    await client.connect()
    await client.query('create database attack')
    await client.end()
    await using onPostgres = await startShipped({ DATABASE_URL: `${postgres.url}/attack`, TRUST_PROXY: 'true' })
    await using onSqlite = await startShipped({ TRUST_PROXY: 'true' })
    for (const [name, server] of [
      ['PostgreSQL', onPostgres],
      ['SQLite', onSqlite],
    ] as const) {
      await check(`${name}: labels with half a character, cut anywhere`, () => labels(server))
      await check(`${name}: NUL, half characters, forged cursors`, () => odd(server))
      await check(`${name}: 10 KB of X-Forwarded-For, two Hosts`, () => heads(server))
    }
  },
}

const lengths = [63, 64, 127, 128, 253, 254, 255, 256, 511, 512, 1023]

async function labels(server: ServerProcess) {
  const stuck: string[] = []
  for (const length of lengths)
    for (const end of ['😀', '\ud83d', '\ude00x', '\u0000']) {
      const session = await createSession(server, 'registration', '127.0.0.9').catch(() => null)
      if (!session) continue // limited: enough were made
      const theirLabel = `${'y'.repeat(length)}${end}${'z'.repeat(20)}`
      const keys = { invitationId: session.invitationId, connectionId: session.sessionId, theirLabel }
      const { status } = await webhook(server, guideWebhook('connections.request', keys))
      const view = await readSession(server, session.sessionId)
      if (status !== 200 || view.status !== 'request') stuck.push(`${length}: ${status} ${view.status}`)
    }
  const isLogged = server.output().includes('yyyyyyyyyy')
  return {
    held: stuck.length === 0 && !isLogged && server.errors().length === 0,
    seen: `${stuck.length} stuck (${stuck.slice(0, 3).join(', ')})${isLogged ? '; a label is in the log' : ''}`,
  }
}

async function odd(server: ServerProcess) {
  const texts = ['\u0000', 'a\u0000b', '\ud800', 'x\udfff', '\u202e', '-1', '', 'x'.repeat(5000), '%00']
  const statuses: number[] = []
  for (const text of texts) {
    const inputs = [
      ['admin.webhooks', { text, topic: text }],
      ['admin.webhooks', { cursor: text }],
      ['admin.sessions', { text, cursor: text }],
      ['admin.webhook', { webhookId: text }],
      ['session.get', { sessionId: text }],
      ['qa.timeline', { sessionId: text }],
    ] as const
    for (const [name, input] of inputs)
      statuses.push(
        (await asOperator(server, `/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`)).status,
      )
    statuses.push(
      (await webhook(server, { ...guideWebhook('connections.active', { connectionId: text }), agentId: text })).status,
    )
    statuses.push(
      (await webhook(server, { ...guideWebhook(text, { proofData: { [text]: text } }), webhookId: text })).status,
    )
  }
  const forged = [[], ['x', 1e20, 1], ['x', 8.64e15, 1], [null, -1, -1], { a: 1 }, ['x', 1, 1e300]]
  for (const cursor of forged.map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')))
    for (const name of ['admin.webhooks', 'admin.sessions', 'admin.audit', 'admin.refused'])
      statuses.push(
        (await asOperator(server, `/trpc/${name}?input=${encodeURIComponent(JSON.stringify({ cursor }))}`)).status,
      )
  for (const path of [
    '/i/%00',
    '/i/%ff',
    '/i/%F0%9F%98%80',
    `/i/${'x'.repeat(9000)}`,
    '/trpc/%00',
    '/trpc/%ff',
    '/%00',
    '/assets/%00',
  ])
    statuses.push((await ask(server, { path })).status)
  return asNever500(server, statuses)
}

async function heads(server: ServerProcess) {
  const long = '10.0.0.1, '.repeat(1024)
  const statuses: number[] = []
  for (const forwarded of [long, 'x'.repeat(10_240), '\u00ff', 'unknown', '[::1]:80', ',', "'; drop table x"]) {
    const headers = { 'x-forwarded-for': forwarded }
    const body = { requestType: 'registration' }
    statuses.push((await ask(server, { method: 'POST', path: '/api/connections/session', headers, body })).status)
    const wrong = { ...headers, 'x-api-key': 'wrong' }
    statuses.push((await ask(server, { method: 'POST', path: '/api/webhooks/confirmd', headers: wrong, body })).status)
    const guess = { token: 'guess' }
    statuses.push((await ask(server, { method: 'POST', path: '/trpc/admin.login', headers, body: guess })).status)
  }
  for (const head of [
    'Host: localhost\r\nHost: evil.example',
    'Host: ',
    'Host: a b',
    'Host: [',
    'Host: localhost:99999',
  ])
    for (const path of ['/trpc/session.get', '/register/intro', '/api/connections/session'])
      statuses.push(
        statusOf(await askRaw(server, `GET ${path} HTTP/1.1\r\n${head}\r\nConnection: close\r\n\r\n`, student)),
      )
  return asNever500(server, statuses)
}

function asNever500(server: ServerProcess, statuses: readonly number[]) {
  const bad = statuses.filter((status) => status >= 500 && status !== 503)
  const errors = server.errors()
  const error = errors[0] === undefined ? '' : `; ${errors.length} logged: ${errors[0].slice(0, 90)}`
  return { held: bad.length === 0 && errors.length === 0, seen: `${tally(statuses)}${error}` }
}
