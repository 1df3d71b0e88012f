import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import type { ServerProcess } from '../../support/server-process.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import { type Answer, ask, inLanes, tally } from '../ask.ts'
import type { Attack } from '../report.ts'
import { createSession, metric, readSession, rssMib, startShipped, webhook } from '../target.ts'
import { anyJunk, type Junk, type Known } from './junk.ts'
import { inspectable, readMemory } from './memory.ts'

const lanes = 8
/** Junk for longer than a minute or so comes as slowly as an attacker who has patience: a hundred a second. */
const [quickSeconds, patientMs] = [120, 80]
/** What junk may leave in memory, as a share of what there was once the server was warm. */
const grownAtMost = 0.2
/** Of true events: as much as SQLite keeps of a file. */
const [warmEvents, warmBytes] = [320, 240_000]
const warmJunkSeconds = 10
/** After junk for a long time. */
const idleMs = 15_000

export const fuzz: Attack = {
  point: 'fuzz',
  async run(check, { junkSeconds }) {
    await using server = await startShipped({ WEBHOOK_RATE_LIMIT: '0', ...inspectable })
    const session = await createSession(server)
    const { shortUrl } = await readSession(server, session.sessionId)
    const known = { ...session, shortId: shortUrl.split('/').at(-1) ?? '' }
    const seed = Date.now() % 2 ** 31
    const bad: string[] = []
    await warmUp(server)
    await sendJunk(server, known, seed, warmJunkSeconds, bad) // whatever is made once is made now
    const before = await readMemory(server)
    const watching = watchMemory(server, junkSeconds)
    const answers = await sendJunk(server, known, seed + 1, junkSeconds, bad)
    clearInterval(watching)
    if (junkSeconds > quickSeconds) {
      process.stderr.write(`        at its end: resident ${Math.round(rssMib(server))} MiB\n`)
      await delay(idleMs)
    }
    const after = await readMemory(server)
    await check(`${answers.length} requests of junk in ${junkSeconds} s`, async () => ({
      held: bad.length === 0,
      seen: `seed ${seed}: ${bad.slice(0, 3).join('; ') || tally(answers)}`,
    }))
    await check('errors in the log, and whether it lives', async () => {
      const { status } = await ask(server, { path: '/healthz' })
      const errors = server.errors()
      const isRejected = server.output().includes('unhandled') || server.output().includes('Unhandled')
      const said = errors[0]?.slice(0, 140) ?? 'nothing'
      return {
        held: status === 200 && errors.length === 0 && !isRejected,
        seen: `${errors.length} errors: ${said}; health ${status}`,
      }
    })
    await check('memory afterwards, without garbage', async () => ({
      held: hasKept(before.heap, after.heap) && hasKept(before.resident, after.resident),
      seen: `heap ${before.heap.toFixed(1)} → ${after.heap.toFixed(1)} MiB, buffers ${before.external.toFixed(1)} → ${after.external.toFixed(1)}, resident ${Math.round(before.resident)} → ${Math.round(after.resident)}; with garbage ${Math.round(before.residentWithGarbage)} → ${Math.round(after.residentWithGarbage)}`,
    }))
  },
}

function hasKept(before: number, after: number): boolean {
  return after <= before * (1 + grownAtMost)
}

/** As a server is after a day: what SQLite keeps of the file is full. */
async function warmUp(server: ServerProcess): Promise<void> {
  const padding = 'x'.repeat(warmBytes)
  await inLanes(Array(warmEvents).fill(0), lanes, () =>
    webhook(server, guideWebhook('proofs.request', { connectionId: randomUUID(), padding })),
  )
}

/** Answers every status; what is none that the contract knows is added to `bad`. */
async function sendJunk(
  server: ServerProcess,
  known: Known,
  seed: number,
  seconds: number,
  bad: string[],
): Promise<number[]> {
  const statuses: number[] = []
  const untilMs = performance.now() + seconds * 1000
  const pauseMs = seconds > quickSeconds ? patientMs : 0
  const lane = async (_: unknown, number: number) => {
    for (let round = 0; performance.now() < untilMs; round++) {
      const sample = fc.sample(anyJunk(known), { seed: seed + number * 100_003 + round, numRuns: 40 })
      for (const [index, { to, question }] of sample.entries()) {
        const from = `127.0.0.${2 + ((number + index) % 200)}` // so that limits do not keep the junk out
        const answer = await ask(server, { ...question, from })
        statuses.push(answer.status)
        const wrong = isBad({ to, question }, answer)
        if (wrong) process.stderr.write(`        ${new Date().toISOString()} ${to}: ${wrong}\n`)
        if (wrong) bad.push(`${to}: ${wrong} ${JSON.stringify(question).slice(0, 200)}`)
        if (performance.now() > untilMs) break
        if (pauseMs > 0) await delay(pauseMs)
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }).map(lane))
  return statuses
}

/** A stream has no end of its own, and who is refused before the body was read may find the connection reset. */
function isBad({ question }: Junk, { status, body }: Answer): string | null {
  if (status === 0) return question.timeoutMs === 200 || !body.includes('in time') ? null : body
  if (status < 500 || status === 503 || status === 502) return null
  return `${status} ${body.slice(0, 80)}`
}

/** Says six times on the way how much memory there is. */
function watchMemory(server: ServerProcess, seconds: number): NodeJS.Timeout {
  const startedMs = performance.now()
  const say = async () => {
    const heap = (await metric(server, 'nodejs_heap_size_used_bytes')) / 2 ** 20
    const atSeconds = Math.round((performance.now() - startedMs) / 1000)
    const resident = Math.round(rssMib(server))
    process.stderr.write(`        after ${atSeconds} s: heap ${heap.toFixed(1)} MiB, resident ${resident} MiB\n`)
  }
  return setInterval(() => void say().catch(() => undefined), (seconds * 1000) / 6)
}
