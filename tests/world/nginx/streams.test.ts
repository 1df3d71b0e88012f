import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freshSqlite } from '../../support/databases.ts'
import { deliver } from '../../support/deliver.ts'
import { type Follower, follow } from '../../support/follow.ts'
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts'
import { findLosses } from '../../support/stored-truth.ts'
import { makeSession, registerStudent, type Student } from '../../support/student.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import { programs } from '../programs.ts'
import { openBrowser } from './browser.ts'
import { startNginx } from './nginx.ts'

const browserCount = 10
const streamsOfOne = 100
const sessionCount = 50
const steps = ['request', 'response', 'active', 'completed'].map((word) => `connections.${word}`)

/** The server as docs/operations.md says it is started behind nginx, and nginx before it; all come from one address here. */
async function startBoth(databaseUrl: string, shutdownTimeout?: string) {
  const server = await startServerProcess({
    PUBLIC_URL: 'https://localhost',
    TRUST_PROXY: 'true',
    MAX_STREAMS_PER_ADDRESS: '2000',
    WEBHOOK_RATE_LIMIT: '0',
    DATABASE_URL: databaseUrl,
  })
  onTestFinished(() => server[Symbol.asyncDispose]())
  const options = { name: 'localhost', ...(shutdownTimeout && { shutdownTimeout }) } as const
  const nginx = await startNginx(Number(new URL(server.url).port), options)
  return { server, nginx }
}

function followThrough(browser: ReturnType<typeof openBrowser>, sessionId: string): Follower {
  const follower = follow(
    () => browser,
    sessionId,
    (_, ...args) => browser.watch(...args),
  )
  onTestFinished(follower.stop)
  return follower
}

async function openStreams({ url, adminToken }: ServerProcess): Promise<number> {
  const metrics = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${adminToken}` } })
  return Number(/^nelfund_open_streams (\d+)$/m.exec(await metrics.text())?.[1])
}

const versionsOf = ({ views }: Follower) => views.map(({ version }) => version)

describe.skipIf(programs.nginx === null)('streams and webhooks through nginx as deploy/nginx.conf sets it up', () => {
  test('1,000 streams on ten HTTP/2 connections: every step comes while it happens, and none is cut', async () => {
    const { server, nginx } = await startBoth(await freshSqlite())
    const sessions = await Promise.all(Array.from({ length: sessionCount }, () => makeSession(() => nginx)))
    const browsers = Array.from({ length: browserCount }, () => openBrowser(nginx.url))
    const followers = browsers.flatMap((browser) =>
      Array.from({ length: streamsOfOne / sessionCount }, () => sessions)
        .flat()
        .map(({ sessionId }) => followThrough(browser, sessionId)),
    )
    expect(followers).toHaveLength(1_000)
    await Promise.all(followers.map(({ until }) => until(1)))
    expect(await openStreams(server)).toBe(1_000)
    for (const topic of steps) {
      const send = ({ sessionId, invitationId }: (typeof sessions)[number]) =>
        deliver(() => nginx, guideWebhook(topic, { invitationId, connectionId: sessionId }))
      await Promise.all(sessions.map(send))
    }
    const last = steps.length + 1
    await Promise.all(followers.map(({ until }) => until(last)))
    const each = Array.from({ length: last }, (_, index) => index + 1)
    for (const follower of followers) {
      expect(versionsOf(follower)).toEqual(each)
      expect(follower.opened()).toBe(1)
    }
    expect(browsers.map(({ connections }) => connections())).toEqual(browsers.map(() => 1))
    expect(server.errors()).toEqual([])
  })

  test('nginx is reloaded while webhooks come: none that was answered 200 is lost, and streams resume', async () => {
    const databaseUrl = await freshSqlite()
    const { server, nginx } = await startBoth(databaseUrl, '3s')
    const [held, other] = [await makeSession(() => nginx), await makeSession(() => nginx)]
    const browser = openBrowser(nginx.url)
    const plain = follow(() => nginx, other.sessionId)
    onTestFinished(plain.stop)
    const waiting = [followThrough(browser, held.sessionId), plain]
    await Promise.all(waiting.map(({ until }) => until(1)))

    const students: Student[] = []
    let isOver = false
    const lane = async () => {
      while (!isOver) students.push(await registerStudent(() => nginx))
    }
    const lanes = Array.from({ length: 4 }, lane)
    for (let reload = 1; reload <= 3; reload++) {
      const before = students.length
      while (students.length < before + 4) await delay(20)
      nginx.reload()
      // the old process is gone when the streams that it held are opened anew
      while (waiting.some(({ opened }) => opened() <= reload)) await delay(20)
    }
    isOver = true
    await Promise.all(lanes)

    for (const { sessionId, invitationId } of [held, other])
      await deliver(() => nginx, guideWebhook('connections.active', { invitationId, connectionId: sessionId }))
    await Promise.all(waiting.map(({ until }) => until(2)))
    expect(waiting.map(({ views }) => views.at(-1)?.status)).toEqual(['active', 'active'])
    expect(browser.connections()).toBeGreaterThan(3)
    expect(await findLosses(databaseUrl, students)).toEqual([])
    expect(server.errors()).toEqual([])
  })
})
