import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { createAnswerCounts } from '../../server/admin/answer-counts.ts'
import { listSessions } from '../../server/admin/list-sessions.ts'
import { listWebhooks } from '../../server/admin/list-webhooks.ts'
import { stats } from '../../server/admin/stats.ts'
import { openDatabase } from '../../server/db/open-database.ts'
import { ListSessions, ListWebhooks } from '../../shared/admin-inputs.ts'
import { fillConsole } from './fill-console.ts'

/**
 * The console's reads over many stored events, made with SQL: `node tests/bench/console.ts [--events 1000000]`. Prints the
 * 50th and 95th percentile in milliseconds of the statistics and of each kind of page, walking the list by its cursors.
 */
const { values } = parseArgs({ options: { events: { type: 'string', default: '1000000' } } })
const events = Number(values.events)
const directory = await mkdtemp(join(tmpdir(), 'nelfund-console-'))
const path = join(directory, 'console.db')
const log = pino({ level: 'silent' })
const now = () => new Date()

await (await openDatabase(`sqlite:${path}`, log)).close()
fillConsole(path, events)
const db = await openDatabase(`sqlite:${path}`, log)
const ctx = { db, now, answerCounts: createAnswerCounts(db, now) }
const coverage = async () => ({ stuck: [] })
const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString()

await report('statistics', 100, () => stats(ctx))
for (const [name, filter] of Object.entries({
  'no filter': {},
  'outcome applied': { outcome: 'applied' },
  'outcome stale': { outcome: 'stale' },
  'outcome failed': { outcome: 'failed' },
  'outcome unmatched': { outcome: 'unmatched' },
  'dead letters': { deadLetter: true },
  redelivered: { redelivered: true },
  'frequent topic': { topic: 'connections.active' },
  'rare topic': { topic: 'weather.changed' },
  'topic that never came': { topic: 'nothing.like-it' },
  'rare topic and outcome': { topic: 'connections.active', outcome: 'stale' },
  'one day': { from: day(4), to: day(3) },
  organization: { organizationId: 'another' },
  'webhook id': { text: 'wh_500000' },
  'session id': { text: '00000000-0000-4000-8000-000000012345' },
  'session prefix': { text: '00000000' },
  'connection id': { text: 'connection-12345' },
  'unknown id': { text: 'nobody' },
})) {
  let cursor: string | null = null
  await report(`events, ${name}`, 60, async () => {
    const page = await listWebhooks(ctx, ListWebhooks.parse({ ...filter, cursor }))
    cursor = page.nextCursor
  })
}
for (const [name, filter] of Object.entries({
  'no filter': {},
  completed: { status: 'completed' },
  error: { status: 'error' },
})) {
  let cursor: string | null = null
  await report(`sessions, ${name}`, 60, async () => {
    const page = await listSessions({ ...ctx, coverage }, ListSessions.parse({ ...filter, cursor }))
    cursor = page.nextCursor
  })
}
await db.close()
await rm(directory, { recursive: true, force: true })

async function report(name: string, times: number, work: () => Promise<unknown>): Promise<void> {
  const taken: number[] = []
  for (let time = 0; time < times; time++) {
    const started = performance.now()
    await work()
    taken.push(performance.now() - started)
  }
  taken.sort((a, b) => a - b)
  const at = (share: number) => (taken[Math.floor(share * (taken.length - 1))] ?? Number.NaN).toFixed(1).padStart(8)
  process.stdout.write(`${name.padEnd(34)} p50 ${at(0.5)} ms  p95 ${at(0.95)} ms\n`)
}
