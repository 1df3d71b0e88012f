import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { ServerProcess } from '../../support/server-process.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import { ask, attacker, dial, inLanes, student, tally } from '../ask.ts'
import type { Attack } from '../report.ts'
import { createSession, openDescriptors, rssMib, startShipped, webhook } from '../target.ts'

const limit = 4096
const shell = `ulimit -n ${limit}`
/** Six connections may take so many descriptors beside themselves, and so much memory. */
const [fewDescriptors, littleMib] = [200, 150]
/** Within which others must be answered meanwhile. */
const soonMs = 6000

export const descriptors: Attack = {
  point: '1',
  async run(check) {
    await check('6 connections: a stream, then 900 pipelined assets', pipelined)
    await check('4,500 idle connections of 40 addresses', manyAddresses)
    await check('one /64, one address in many spellings', spellings)
  },
}

async function pipelined() {
  await using server = await startShipped({}, shell)
  const { sessionId } = await createSession(server)
  const asset = /\/assets\/[^"]+\.js/.exec((await ask(server, { path: '/register/intro' })).body)?.[0] ?? '/'
  const [before, beforeMib] = [openDescriptors(server), rssMib(server)]
  const stream = `/trpc/session.watch?input=${encodeURIComponent(JSON.stringify({ sessionId }))}`
  const toRequest = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`
  const sockets = Array.from({ length: 6 }, () => dial(server))
  for (const socket of sockets) socket.write(toRequest(stream) + toRequest(asset).repeat(900))
  const { statuses, slowestMs, most } = await watchOthers(server, 4000)
  const grownMib = rssMib(server) - beforeMib
  for (const socket of sockets) socket.destroy()
  return {
    held: isServed({ statuses, slowestMs }) && most - before < fewDescriptors && grownMib < littleMib,
    seen: `${most - before} more descriptors, ${Math.round(grownMib)} MiB more; ${told({ statuses, slowestMs })}`,
  }
}

async function manyAddresses() {
  await using server = await startShipped({}, shell)
  const sockets: Socket[] = []
  for (let address = 2; address < 42; address++)
    for (let count = 0; count < 113; count++) sockets.push(dial(server, `127.0.0.${address}`))
  await delay(1000)
  const others = await watchOthers(server, 4000)
  for (const socket of sockets) socket.destroy()
  return {
    held: isServed(others),
    seen: `${others.most} of ${limit} descriptors; ${told(others)}`,
  }
}

/** What the platform and the health check are answered meanwhile, each time over a new connection. */
async function watchOthers(server: ServerProcess, forMs: number) {
  const untilMs = performance.now() + forMs
  const statuses: number[] = []
  let [most, slowestMs] = [0, 0]
  const looking = setInterval(() => {
    most = Math.max(most, openDescriptors(server))
  }, 20)
  do {
    const event = guideWebhook('connections.request', { connectionId: 'c' })
    const stored = await webhook(server, event)
    const healthy = await ask(server, { from: student, path: '/healthz', fresh: true })
    statuses.push(stored.status, healthy.status)
    slowestMs = Math.max(slowestMs, stored.tookMs, healthy.tookMs)
    await delay(100)
  } while (performance.now() < untilMs)
  clearInterval(looking)
  return { statuses, slowestMs, most }
}

interface Others {
  readonly statuses: readonly number[]
  readonly slowestMs: number
}

function isServed({ statuses, slowestMs }: Others): boolean {
  return slowestMs < soonMs && statuses.every((status) => status === 200)
}

function told({ statuses, slowestMs }: Others): string {
  return `webhooks and health meanwhile: ${tally(statuses)}, the slowest in ${Math.round(slowestMs)} ms`
}

/** Wrong keys are what an address is limited by soonest. */
async function spellings() {
  await using server = await startShipped({ TRUST_PROXY: 'true' })
  const guess = (address: string) =>
    ask(server, {
      from: attacker,
      method: 'POST',
      path: '/api/webhooks/confirmd',
      headers: { 'x-api-key': 'wrong', 'x-forwarded-for': address },
      body: {},
    }).then(({ status }) => status)
  const block = Array.from({ length: 60 }, (_, index) => `2001:db8:7:1::${(index + 1).toString(16)}`)
  const ofBlock = await inLanes(block, 4, guess)
  const same = ['10.1.2.3', '::ffff:10.1.2.3', '::FFFF:10.1.2.3', '::ffff:a01:203', '0:0:0:0:0:ffff:10.1.2.3']
  const ofSame = await inLanes(
    Array.from({ length: 60 }, (_, index) => same[index % same.length] ?? ''),
    4,
    guess,
  )
  const other = await guess('2001:db8:7:2::1')
  const isLimited = (statuses: readonly number[]) => statuses.filter((status) => status === 401).length <= 30
  return {
    held: isLimited(ofBlock) && isLimited(ofSame) && other === 401,
    seen: `the /64: ${tally(ofBlock)}; one address: ${tally(ofSame)}; another /64: ${other}`,
  }
}
