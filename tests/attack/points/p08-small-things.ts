import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startServerProcess } from '../../support/server-process.ts'
import { guideWebhook, organizationId } from '../../support/webhooks.ts'
import { ask, attacker, inLanes, student, tally } from '../ask.ts'
import type { Attack } from '../report.ts'
import { startStubPlatform } from '../stub-platform.ts'
import { cpuMs, createSession, startProduction, startShipped, until, webhook } from '../target.ts'

const assets = fileURLToPath(new URL('../../../dist/client/assets', import.meta.url))

export const smallThings: Attack = {
  point: '8',
  async run(check) {
    await check('HEAD on the sign-in link, then GET', headOnLink)
    for (const value of ['Production', ' PRODUCTION', 'prod'])
      await check(`NODE_ENV=${JSON.stringify(value)}: the simulator`, () => simulatorIn(value))
    await check("files that are no page's", hiddenFiles)
    await check('session answers in a cache', cached)
    await check('connectionId .. in the platform’s paths', climbing)
    await check('session ids, invitations in the log (debug)', logged)
    await check('assets with gzip, over and over', gzip)
    await check('400 wrong keys in the log', wrongKeys)
  },
}

async function headOnLink() {
  await using server = await startShipped()
  const path = `/admin/sign-in?code=${/sign-in\?code=(\S+)/.exec(server.output())?.[1]}`
  const heads = await inLanes(['HEAD', 'HEAD', 'OPTIONS'], 1, (method) => ask(server, { path, method }))
  const opened = await ask(server, { from: student, path })
  const isOpen = Boolean(opened.headers['set-cookie'])
  return {
    held: isOpen && heads.every(({ headers }) => !headers['set-cookie']),
    seen: `HEAD ${tally(heads.map(({ status }) => status))}; the link ${isOpen ? 'still signs in' : 'is used up'}`,
  }
}

async function simulatorIn(value: string) {
  try {
    await using server = await startServerProcess({ NODE_ENV: value })
    const { status } = await ask(server, { method: 'POST', path: '/simulator/wallet/invitations', body: {} })
    const session = await ask(server, { method: 'POST', path: '/api/connections/session', body: {} })
    return { held: status === 404 && session.status !== 201, seen: `it starts; the simulator answers ${status}` }
  } catch (error) {
    const text = String(error)
    return { held: text.includes('exited with 1'), seen: text.split('\n').slice(0, 2).join(' ') }
  }
}

async function hiddenFiles() {
  await using server = await startShipped()
  const paths = [
    '/.vite/manifest.json',
    '/%2evite/manifest.json',
    '/.vite%2fmanifest.json',
    '/assets/../.vite/manifest.json',
  ]
  const more = ['/.env', '/data/admin-token', '/assets/', '/package.json']
  const answers = await inLanes([...paths, ...more], 1, (path) => ask(server, { path }))
  const shown = answers.flatMap(({ status, body }, index) =>
    status === 200 && (body.includes('"file"') || index >= paths.length) ? [[...paths, ...more][index]] : [],
  )
  return {
    held: shown.length === 0,
    seen: `${tally(answers.map(({ status }) => status))}; shown: ${shown.join(' ') || 'none'}`,
  }
}

async function cached() {
  await using server = await startShipped()
  const { sessionId } = await createSession(server)
  const input = encodeURIComponent(JSON.stringify({ sessionId }))
  const paths = [`/api/connections/session?sessionId=${sessionId}`, `/trpc/session.get?input=${input}`]
  const unknown = '/api/connections/session?sessionId=6e7b9d9e-7b1b-4b0c-9d0e-0d8d1c4fbd1c'
  const kept = await inLanes(
    [...paths, unknown],
    1,
    async (path) => (await ask(server, { path })).headers['cache-control'],
  )
  return { held: kept.every((value) => value?.includes('no-store')), seen: kept.map(String).join('; ') }
}

async function climbing() {
  await using platform = await startStubPlatform()
  await using server = await startProduction(platform, { RECONCILE_AFTER_SECONDS: '1' })
  for (const connectionId of ['..', '.', '../../admin', 'a/../..', '%2e%2e', 'x?y=1', 'x#y']) {
    const { invitationId } = await createSession(server)
    const event = guideWebhook('connections.completed', { invitationId, connectionId })
    await webhook(server, { ...event, organizationId })
  }
  await until(() => false, 4000)
  const from = `/orgs/${organizationId}`
  const known = new RegExp(
    `^\\w+ ${from}/(connections|proofs|credentials|verified-proofs)(/[^/?#.]+)?(/verify)?(/offer)?(\\?|$)`,
  )
  const odd = platform.calls.filter((call) => !known.test(call))
  return {
    held: odd.length === 0,
    seen: `${platform.calls.length} calls, odd: ${odd.slice(0, 3).join(', ') || 'none'}`,
  }
}

async function logged() {
  await using server = await startShipped({ LOG_LEVEL: 'debug' })
  const { sessionId, invitationId } = await createSession(server)
  const input = encodeURIComponent(JSON.stringify({ sessionId }))
  for (const path of [`/trpc/session.get?input=${input}`, `/register/connect?session=${sessionId}`])
    await ask(server, { path, headers: { referer: `http://localhost/register/connect?session=${sessionId}` } })
  await ask(server, { method: 'POST', path: '/trpc/session.cancel', body: { sessionId } })
  await webhook(
    server,
    guideWebhook('connections.active', { invitationId, connectionId: sessionId.replace(/./g, 'c') }),
  )
  const lines = server
    .output()
    .split('\n')
    .filter((line) => line.includes(sessionId))
  return {
    held: lines.length === 0,
    seen: `${lines.length} lines name the session${lines[0] ? `: ${lines[0].slice(0, 90)}` : ''}`,
  }
}

async function gzip() {
  const rounds = 150
  await using server = await startShipped()
  const path = `/assets/${largestAsset()}`
  const workFor = async (encoding: string) => {
    const before = cpuMs(server)
    const question = { path, headers: { 'accept-encoding': encoding } }
    const answers = await inLanes(Array(rounds).fill(question), 8, (asked) => ask(server, asked))
    const coded = answers.every(({ status }) => status === 200) && answers[0]?.headers['content-encoding']
    return { eachMs: (cpuMs(server) - before) / rounds, coded }
  }
  for (const encoding of ['identity', 'gzip']) await workFor(encoding) // whatever is made once is made now
  const [plain, packed] = [await workFor('identity'), await workFor('gzip')]
  return {
    held: packed.coded === 'gzip' && packed.eachMs < plain.eachMs * 2 + 1, // to compress it takes several milliseconds
    seen: `${packed.eachMs.toFixed(1)} ms of work each with ${packed.coded || 'no compression'}, ${plain.eachMs.toFixed(1)} ms as it is`,
  }
}

function largestAsset(): string {
  const files = readdirSync(assets).filter((name) => name.endsWith('.js'))
  const sizeOf = (name: string) => statSync(join(assets, name)).size
  return files.toSorted((a, b) => sizeOf(b) - sizeOf(a))[0] ?? ''
}

async function wrongKeys() {
  await using server = await startShipped()
  const before = server.output().split('\n').length
  const wrong = { method: 'POST', path: '/api/webhooks/confirmd', headers: { 'x-api-key': 'wrong' }, body: {} }
  await inLanes(Array(400).fill(wrong), 8, (question) => ask(server, { ...question, from: attacker }))
  const lines = server.output().split('\n').length - before
  return { held: lines <= 60, seen: `${lines} lines` }
}
