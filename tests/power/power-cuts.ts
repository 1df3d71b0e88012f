import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import Sqlite from 'better-sqlite3'
import { z } from 'zod'
import { createRandom } from '../simulation/random.ts'
import { fold } from '../support/fold.ts'
import { startServerProcess } from '../support/server-process.ts'
import { registrationTopics } from '../support/student.ts'
import { guideWebhook, sendWebhook } from '../support/webhooks.ts'
import { createDisk } from './disk.ts'
import { readDiskLog } from './disk-log.ts'

/**
 * `npm run power-cuts -- [--cuts 1000] [--seconds 30] [--seed N]`: what is left of the database when the power goes at a random
 * moment. A server under load runs with everything written down that it does to its files (`disk-log.c`, which a C compiler
 * makes); at each cut the disk is made as it may be found then, the database is opened on it, and every webhook that had
 * been answered 200 by that moment is looked for. First the same on a disk that only says that it syncs, which must be
 * noticed. Exit code 1 where something is lost, nothing is noticed, or there is no C compiler.
 */
const { values } = parseArgs({
  options: {
    cuts: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
  },
})
const senders = 16
const Created = z.object({ invitationId: z.string() })
const Rows = z.array(z.record(z.string(), z.unknown()))
const started = performance.now()
const work = mkdtempSync(join(tmpdir(), 'nelfund-power-'))
process.once('exit', () => rmSync(work, { recursive: true, force: true }))

const library = compile()
const lying = await runUnderLoad(library, 3, true)
const unnoticed = (await cutPower(lying, 50)).losses.length === 0
const honest = await runUnderLoad(library, Number(values.seconds), false)
const { losses, answered, checkpoints, bytes } = await cutPower(honest, Number(values.cuts))
const lines = [
  `${values.cuts} cuts in ${Math.round((performance.now() - started) / 1000)} s, seed ${values.seed}`,
  `${answered} webhooks answered 200, ${Math.round(bytes / 2 ** 20)} MiB written, the database synced ${checkpoints} times`,
  unnoticed ? 'A disk that lies was NOT noticed' : 'a disk that lies was noticed',
  `${losses.length} promises broken`,
  ...losses.slice(0, 20),
]
process.stdout.write(`${lines.join('\n')}\n`)
if (losses.length > 0 || unnoticed) process.exitCode = 1

function compile(): string {
  const source = new URL('disk-log.c', import.meta.url).pathname
  const target = join(work, 'disk-log.so')
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', target, source, '-ldl', '-lpthread'], { stdio: 'pipe' })
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? 'There is no C compiler (cc)'
        : String(error)
    process.stderr.write(`${why}: power cuts were not tried.\n`)
    process.exit(1)
  }
  return target
}

/** Answers what was written down of a server that took registrations all the time, was stopped in between, and then killed. */
async function runUnderLoad(library: string, seconds: number, lies: boolean): Promise<Buffer> {
  const log = join(work, lies ? 'lying.log' : 'honest.log')
  await using server = await startServerProcess({
    LD_PRELOAD: library,
    POWER_LOG: log,
    POWER_DIR: tmpdir(),
    ...(lies && { POWER_NO_SYNC: '1' }),
    WEBHOOK_RATE_LIMIT: '0',
  })
  const load = async (until: number) => {
    const register = async () => {
      while (performance.now() < until) await registerOne(server)
    }
    await Promise.all(Array.from({ length: senders }, register))
  }
  await load(performance.now() + seconds * 500)
  await server.kill('SIGTERM')
  await server.restart()
  await load(performance.now() + seconds * 500)
  await server.kill('SIGKILL')
  return readFileSync(log)
}

async function registerOne(server: { readonly url: string }): Promise<void> {
  const response = await fetch(`${server.url}/api/connections/session`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  })
  const { invitationId } = Created.parse(await response.json())
  const connectionId = randomUUID()
  for (const topic of registrationTopics) await sendWebhook(server, guideWebhook(topic, { invitationId, connectionId }))
}

async function cutPower(log: Buffer, cuts: number) {
  const random = createRandom(Number(values.seed))
  const total = [...readDiskLog(log)].length
  const moments = Array.from({ length: cuts }, () => random.below(total)).sort((a, b) => a - b)
  const disk = createDisk()
  const answered = new Set<string>()
  const losses: string[] = []
  let [at, checkpoints, bytes] = [0, 0, 0]
  const databases = new Set<number>()
  for (const event of readDiskLog(log)) {
    disk.take(event)
    if (event.kind === 'opened' && event.name.endsWith('.db')) databases.add(event.file)
    if (event.kind === 'synced' && databases.has(event.file)) checkpoints++
    if (event.kind === 'written') bytes += event.bytes.length
    if (event.kind === 'answered') answered.add(event.webhookId)
    for (; moments[0] === at; moments.shift()) {
      const found = findLosses(disk.afterPowerCut(random), answered)
      losses.push(...found.map((loss) => `at event ${at}: ${loss}`))
    }
    at++
  }
  return { losses, answered: answered.size, checkpoints, bytes }
}

/** What of the promises is broken on this disk. */
function findLosses(files: ReadonlyMap<string, Buffer>, answered: ReadonlySet<string>): string[] {
  const directory = mkdtempSync(join(work, 'cut-'))
  try {
    for (const [name, bytes] of files) writeFileSync(join(directory, basename(name)), bytes)
    const name = [...files.keys()].find((file) => file.endsWith('.db'))
    if (name === undefined) return answered.size > 0 ? ['there is no database'] : []
    const db = new Sqlite(join(directory, basename(name)))
    try {
      return [...findDamage(db), ...findMissing(db, answered), ...findUntrue(db)]
    } finally {
      db.close()
    }
  } catch (error) {
    return answered.size > 0 ? [`the database cannot be read: ${error}`] : []
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function read(db: Sqlite.Database, text: string) {
  return Rows.parse(db.prepare(text).all())
}

function findDamage(db: Sqlite.Database): string[] {
  const told = db.pragma('quick_check', { simple: true })
  return told === 'ok' ? [] : [`the file is damaged: ${told}`]
}

function hasTables(db: Sqlite.Database): boolean {
  return read(db, `select "name" from "sqlite_master" where "name" = 'WebhookEvent'`).length > 0
}

function findMissing(db: Sqlite.Database, answered: ReadonlySet<string>): string[] {
  if (!hasTables(db)) return answered.size > 0 ? ['there are no tables'] : []
  const kept = new Set(read(db, 'select "webhookId" from "WebhookEvent"').map(({ webhookId }) => webhookId))
  return [...answered].filter((id) => !kept.has(id)).map((id) => `${id} was answered 200 and is lost`)
}

/** Each session is what its webhooks that are kept say. */
function findUntrue(db: Sqlite.Database): string[] {
  if (!hasTables(db)) return []
  const topics = new Map<unknown, string[]>()
  for (const { session, topic } of read(db, 'select "session", "topic" from "WebhookEvent" order by "id"')) {
    const own = topics.get(session)
    if (own) own.push(String(topic))
    else topics.set(session, [String(topic)])
  }
  const sessions = read(
    db,
    'select "id", "status", "credential", "proof" from "ConnectionSession" where "endedBy" is null',
  )
  return sessions.flatMap(({ id, ...state }) => {
    const told = fold(topics.get(id) ?? [])
    const isTrue = state.status === told.status && state.credential === told.credential && state.proof === told.proof
    return isTrue ? [] : [`session ${id} is ${JSON.stringify(state)}, its webhooks say ${JSON.stringify(told)}`]
  })
}
