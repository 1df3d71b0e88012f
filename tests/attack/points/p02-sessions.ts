import { setTimeout as delay } from 'node:timers/promises'
import { ask, attacker, inLanes, student, tally } from '../ask.ts'
import type { Attack } from '../report.ts'
import { startStubPlatform } from '../stub-platform.ts'
import { startProduction, startShipped, until } from '../target.ts'

const aMinute = 120
const atOnce = 20
/** Of a platform that is slow: much longer than a busy machine takes for the rest. */
const callMs = 2000
const rest = { method: 'POST', path: '/api/connections/session', body: {} }

export const sessions: Attack = {
  point: '2',
  async run(check) {
    await check('400 sessions by batches of 10, 100 by REST', flood)
    await check('another origin, another host', foreign)
    await check('1,650 sessions while the platform hangs; then all leave', hanging)
    await check('a student behind 100 sessions of one stranger', fair)
  },
}

async function flood() {
  await using server = await startShipped()
  const names = Array(10).fill('session.create').join(',')
  const bodies = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [index, {}]))
  const batch = { method: 'POST', path: `/trpc/${names}?batch=1`, body: bodies }
  const answers = await inLanes(Array(40).fill(batch), 8, (question) => ask(server, question))
  const made = answers.reduce((sum, { body }) => sum + body.split('"sessionId"').length - 1, 0)
  const byRest = await inLanes(Array(100).fill(rest), 8, (question) => ask(server, question))
  const madeByRest = byRest.filter(({ status }) => status === 201).length
  const refused = byRest.find(({ status }) => status === 429)
  const other = await ask(server, { ...rest, from: student })
  return {
    held: made + madeByRest <= aMinute && Number(refused?.headers['retry-after']) > 0 && other.status === 201,
    seen: `${made} by batches, then ${tally(byRest.map(({ status }) => status))}; another address: ${other.status}`,
  }
}

async function foreign() {
  await using server = await startShipped()
  const statuses = await inLanes(
    [
      { origin: 'https://evil.example' },
      { host: 'evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
    ],
    1,
    async (headers) => (await ask(server, { ...rest, headers })).status,
  )
  return { held: statuses.every((status) => status === 403), seen: tally(statuses) }
}

async function hanging() {
  await using platform = await startStubPlatform()
  await using server = await startProduction(platform, { SESSION_RATE_LIMIT: '0' })
  platform.answerAfter(Number.POSITIVE_INFINITY)
  const leaving = new AbortController()
  const names = Array(10).fill('session.create').join(',')
  const batch = { path: `/trpc/${names}?batch=1`, body: Object.fromEntries(Array(10).fill({}).entries()) }
  const asked = Array.from({ length: 300 }, (_, index) => {
    const from = `127.0.0.${2 + (index % 30)}`
    return ask(server, { ...rest, ...(index % 2 === 0 && batch), from, fresh: true, signal: leaving.signal })
  })
  await until(() => platform.open() > 0, 10_000)
  await delay(1500)
  const most = platform.mostOpen()
  leaving.abort()
  const isEmpty = await until(() => platform.open() === 0, 2000)
  const left = platform.open()
  const answers = await Promise.all(asked)
  const refused = answers.filter(({ status }) => status !== 0)
  return {
    held: most <= atOnce && isEmpty && refused.every(({ status }) => status === 429 || status === 207),
    seen: `${most} calls at once; ${left} still open 2 s after all had left; refused meanwhile: ${tally(refused.map(({ status }) => status))}`,
  }
}

async function fair() {
  await using platform = await startStubPlatform()
  await using server = await startProduction(platform)
  platform.answerAfter(callMs)
  const leaving = new AbortController()
  const greedy = Array.from({ length: 100 }, () =>
    ask(server, { ...rest, from: attacker, fresh: true, signal: leaving.signal }),
  )
  await delay(300)
  const { status, tookMs } = await ask(server, { ...rest, from: student, fresh: true })
  leaving.abort()
  await Promise.all(greedy)
  return {
    held:
      status === 201 &&
      tookMs < 4 * callMs && // its turn comes after the calls that run; behind all of them it would wait for five
      platform.mostOpen() <= atOnce,
    seen: `${status} after ${Math.round(tookMs)} ms, at ${callMs / 1000} s a call; ${platform.mostOpen()} calls at once`,
  }
}
