import { execFileSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import type { ServerProcess } from '../../support/server-process.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import { ask, inLanes, student, tally } from '../ask.ts'
import type { Attack } from '../report.ts'
import { createSession, slowestHealth, startShipped, until, webhook } from '../target.ts'

export const disk: Attack = {
  point: '14',
  async run(check) {
    await check('the database cannot be read for a while', unreadable)
    await check('another program locks the database for 4 s', locked)
    await check('the disk is full for a while', full)
  },
}

const pageBytes = 4096
const ready = async (server: ServerProcess) => (await ask(server, { from: student, path: '/readyz' })).status
const fileOf = (server: ServerProcess) => `${server.directory}/data/nelfund-connect.db`
const anEvent = () => guideWebhook('connections.request', { connectionId: 'c' })

/** As near to a disk that does not read as it comes without one: the file ends before its pages do. */
async function unreadable() {
  await using server = await startShipped()
  const sessions = await inLanes(Array(20).fill(0), 4, () => createSession(server))
  const checkpoint = new Database(fileOf(server))
  checkpoint.pragma('wal_checkpoint(TRUNCATE)')
  const bytes = readFileSync(fileOf(server))
  truncateSync(fileOf(server), pageBytes) // the first page alone stays, so that nothing takes it for a new file
  const statuses = await inLanes(sessions, 4, ({ sessionId }) =>
    ask(server, { from: student, path: `/api/connections/session?sessionId=${sessionId}` }),
  )
  const isTold = await until(async () => (await ready(server)) === 503, 10_000)
  const file = openSync(fileOf(server), 'r+')
  writeSync(file, bytes)
  closeSync(file)
  checkpoint.close()
  const { sessionId = '' } = sessions[0] ?? {}
  const isBack = await until(async () => {
    const { status } = await ask(server, { from: student, path: `/api/connections/session?sessionId=${sessionId}` })
    return status === 200 && (await ready(server)) === 200
  }, 10_000)
  const failed = statuses.filter(({ status }) => status !== 200)
  const isHonest = failed.every(({ status, headers }) => status === 503 && headers['retry-after'] !== undefined)
  return {
    held:
      isHonest && (isTold || failed.length === 0) && isBack && !statuses.some(({ body }) => body.includes('malformed')),
    seen: `reads ${tally(statuses.map(({ status }) => status))}; readyz ${isTold ? 503 : 'stays 200'}; ${isBack ? 'back by itself' : 'not back'}`,
  }
}

async function locked() {
  await using server = await startShipped()
  await createSession(server)
  const other = new Database(fileOf(server), { timeout: 5000 })
  other.exec('begin exclusive')
  const meanwhile: number[] = []
  const slowest = await slowestHealth(server, async () => {
    const sent = Array.from({ length: 5 }, () => webhook(server, anEvent()))
    await delay(2000)
    meanwhile.push(await ready(server))
    await delay(2000)
    other.exec('rollback')
    other.close()
    meanwhile.push(...(await Promise.all(sent)).map(({ status }) => status))
  })
  const isBack = await until(async () => (await webhook(server, anEvent())).status === 200, 10_000)
  return {
    held: slowest < 1000 && isBack && meanwhile.every((status) => status === 200 || status === 503),
    seen: `/healthz waits for ${Math.round(slowest)} ms; meanwhile ${tally(meanwhile)}; ${isBack ? 'back by itself' : 'not back'}`,
  }
}

/** A file system of its own, which only root may make. */
async function full() {
  if (process.getuid?.() !== 0) return 'only root can make a small file system'
  await using server = await startShipped({ DATABASE_URL: 'sqlite:small/connect.db' }, small)
  const directory = `${server.directory}/small`
  try {
    writeFileSync(`${directory}/ballast`, Buffer.alloc(2_500_000))
    const statuses: number[] = []
    for (let count = 0; count < 100 && statuses.at(-1) !== 503; count++)
      statuses.push((await webhook(server, { ...anEvent(), padding: 'x'.repeat(100_000) })).status)
    const isTold = await until(async () => (await ready(server)) === 503, 5000)
    rmSync(`${directory}/ballast`)
    const isBack = await until(
      async () => (await webhook(server, anEvent())).status === 200 && (await ready(server)) === 200,
      15_000,
    )
    return {
      held: statuses.at(-1) === 503 && isTold && isBack,
      seen: `webhooks ${tally(statuses)}; readyz ${isTold ? 503 : 'stays 200'}; ${isBack ? 'back by itself' : 'not back'}`,
    }
  } finally {
    await server.kill('SIGKILL')
    execFileSync('umount', ['--lazy', directory])
  }
}
const small = 'mkdir small && mount -t tmpfs -o size=6m tmpfs small'
