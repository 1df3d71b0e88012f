import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual, promisify } from 'node:util'
import { Client } from 'pg'
import { freePort } from '../../support/free-port.ts'
import { openReader } from '../../support/open-reader.ts'
import { startPostgresServer } from '../../support/postgres-server.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import { inLanes, tally } from '../ask.ts'
import type { Attack } from '../report.ts'
import { startShipped, until, webhook } from '../target.ts'

export const badDay: Attack = {
  point: '18',
  async run(check) {
    await check('PostgreSQL crashes under two servers with load', crash)
    await check('IPv6 on a real socket: its failures are its own', ipv6)
    await check('IPv6 on real sockets: a /64 counts as one, and no other does', networks)
  },
}

async function crash() {
  await using postgres = await startPostgresServer({ fsync: 'on' })
  const client = new Client({ connectionString: `${postgres.url}/postgres` })
  await client.connect()
  await client.query('create database attack')
  await client.end()
  const databaseUrl = `${postgres.url}/attack`
  await using one = await startShipped({ DATABASE_URL: databaseUrl })
  await using two = await startShipped({ DATABASE_URL: databaseUrl })
  const events = Array.from({ length: 600 }, () => guideWebhook('connections.request', { connectionId: 'c' }))
  let sent = 0
  const sending = inLanes(events, 16, (event) => webhook(sent++ % 2 === 0 ? one : two, event))
  await until(() => sent > 150, 10_000)
  await postgres.stop('SIGQUIT')
  await until(() => sent > 300, 2000)
  await postgres.start()
  const answers = await sending
  const isBack = await until(
    async () => (await webhook(one, guideWebhook('connections.request', {}))).status === 200,
    15_000,
  )
  const reader = await openReader(databaseUrl)
  const stored = new Set(
    (await reader.read('select "webhookId" from "WebhookEvent"')).map(({ webhookId }) => String(webhookId)),
  )
  await reader.close()
  const lost = events.filter(({ webhookId }, index) => answers[index]?.status === 200 && !stored.has(webhookId))
  const statuses = answers.map(({ status }) => status)
  return {
    held: lost.length === 0 && isBack && statuses.every((status) => status === 200 || status === 503),
    seen: `${tally(statuses)}; ${lost.length} answered 200 and lost; ${isBack ? 'back by itself' : 'not back'}`,
  }
}

async function ipv6() {
  const port = String(await freePort())
  await using server = await startShipped({ HOST: '::', PORT: port })
  const guess = async (host: string) => {
    const url = `http://${host}:${port}/api/webhooks/confirmd`
    return (await fetch(url, { method: 'POST', headers: { 'x-api-key': 'wrong' }, body: '{}' })).status
  }
  const reachable = await guess('[::1]').catch(() => null)
  if (reachable === null) return 'this machine has no IPv6'
  const six = await inLanes(Array(40).fill('[::1]'), 4, guess)
  const four = await guess('127.0.0.1')
  const healthy = (await fetch(`http://[::1]:${port}/healthz`)).status
  const limited = six.filter((status) => status === 429).length
  return {
    held: limited >= 10 && four === 401 && healthy === 200 && server.errors().length === 0,
    seen: `::1 ${tally(six)}; 127.0.0.1 ${four}`,
  }
}

const expected = {
  keys: '401 ×30, 429 ×30',
  keysElsewhere: 401,
  sessions: '201 ×5, 429 ×2',
  sessionsElsewhere: 201,
  keysOfOneSpeltTwice: '401 ×30, 429 ×10',
  connections: '20 of 40 refused',
  connectionsElsewhere: 201,
}

/** In a network of its own, where any address can be this machine's. */
async function networks() {
  const inNetwork = (...command: string[]) =>
    promisify(execFile)('unshare', ['--net', ...command], { encoding: 'utf8' })
  const isPossible = await inNetwork('ip', '-6', 'addr').then(
    () => true,
    () => false,
  )
  if (!isPossible) return 'no network can be made here'
  const script = fileURLToPath(new URL('p18-ipv6.ts', import.meta.url))
  const { stdout } = await inNetwork(process.execPath, script)
  return { held: isDeepStrictEqual(JSON.parse(stdout), expected), seen: stdout.trim() }
}
