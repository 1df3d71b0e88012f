import { statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import type { ServerProcess } from '../../support/server-process.ts'
import { type Answer, ask, tally } from '../ask.ts'
import type { Attack } from '../report.ts'
import { createSession, metric, readSession, rssMib, startShipped } from '../target.ts'
import { anyJunk, type Junk, type Known } from './junk.ts'

const lanes = 8
/** Junk for longer than a minute or so comes as slowly as an attacker who has patience: a hundred a second. */
const [quickSeconds, patientMs] = [120, 80]
/** What junk may leave in memory, as a share of what there was once the server was warm. */
const grownAtMost = 0.2
/** Beside that: what SQLite keeps of a file that has grown, on each of two connections. */
const cacheMib = 64

export const fuzz: Attack = {
  point: 'fuzz',
  async run(check, { junkSeconds }) {
    await using server = await startShipped({ WEBHOOK_RATE_LIMIT: '0' })
    const session = await createSession(server)
    const { shortUrl } = await readSession(server, session.sessionId)
    const known = { ...session, shortId: shortUrl.split('/').at(-1) ?? '' }
    const seed = Date.now() % 2 ** 31
    const bad: string[] = []
    await sendJunk(server, known, seed, Math.min(junkSeconds, 20), bad) // whatever is made once is made now
    const before = await memory(server)
    const watching = watchMemory(server, junkSeconds)
    const answers = await sendJunk(server, known, seed + 1, junkSeconds, bad)
    clearInterval(watching)
    const after = await memory(server)
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
    const cached = 2 * (Math.min(after.file, cacheMib) - Math.min(before.file, cacheMib))
    const grown = after.rss - cached
    await check('memory afterwards', async () => ({
      held: after.heap <= before.heap * (1 + grownAtMost) && grown <= before.rss * (1 + grownAtMost),
      seen: `heap ${before.heap.toFixed(1)} → ${after.heap.toFixed(1)} MiB, resident ${Math.round(before.rss)} → ${Math.round(after.rss)} MiB, of which at most ${Math.round(cached)} are pages of the database`,
    }))
  },
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
    const { heap, rss } = await memory(server)
    const atSeconds = Math.round((performance.now() - startedMs) / 1000)
    process.stderr.write(`        after ${atSeconds} s: heap ${heap.toFixed(1)} MiB, resident ${Math.round(rss)} MiB\n`)
  }
  return setInterval(() => void say().catch(() => undefined), (seconds * 1000) / 6)
}

/** The least of some samples, since garbage comes and goes. */
async function memory(server: ServerProcess) {
  const [heaps, residents]: number[][] = [[], []]
  for (let count = 0; count < 12; count++) {
    await delay(400)
    heaps?.push((await metric(server, 'nodejs_heap_size_used_bytes')) / 2 ** 20)
    residents?.push(rssMib(server))
  }
  const file = statSync(`${server.directory}/data/nelfund-connect.db`).size / 2 ** 20
  return { heap: Math.min(...(heaps ?? [])), rss: Math.min(...(residents ?? [])), file }
}
