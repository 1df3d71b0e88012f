import type { Execute } from './execute.ts'
import { fold } from './fold.ts'
import { countBothWays } from './full-count.ts'
import { openReader } from './open-reader.ts'
import type { Student } from './student.ts'

/**
 * Everything in which the database breaks its promises to these students, a line each: each acknowledged webhook stored
 * once with its effect, each session what a fold over its stored events gives, its history without a gap, its
 * watcher at the same version by every step, and the running counts right.
 */
export async function findLosses(databaseUrl: string, students: readonly Student[]): Promise<string[]> {
  const { read, close } = await openReader(databaseUrl)
  try {
    const losses: string[] = []
    const stored = await readStored(read)
    for (const student of students) losses.push(...(await lossesOf(student, stored, read)))
    const { running, full } = await countBothWays(databaseUrl)
    if (JSON.stringify(sorted(running)) !== JSON.stringify(sorted(full)))
      losses.push(`the counts are ${JSON.stringify(running)}, a full count is ${JSON.stringify(full)}`)
    return losses
  } finally {
    await close()
  }
}

interface Stored {
  readonly topic: string
  readonly outcome: string
  times: number
}

/** In the order they were stored. */
async function readStored(read: Execute): Promise<ReadonlyMap<string, Stored>> {
  const stored = new Map<string, Stored>()
  for (const row of await read('select "webhookId", "topic", "outcome" from "WebhookEvent" order by "id"')) {
    const known = stored.get(String(row.webhookId))
    if (known) known.times++
    else stored.set(String(row.webhookId), { topic: String(row.topic), outcome: String(row.outcome), times: 1 })
  }
  return stored
}

async function lossesOf(student: Student, stored: ReadonlyMap<string, Stored>, read: Execute): Promise<string[]> {
  const { sessionId, acknowledged, views } = student
  const losses: string[] = []
  for (const webhookId of acknowledged) {
    const { times, outcome } = stored.get(webhookId) ?? { times: 0, outcome: 'missing' }
    if (times !== 1 || !['applied', 'stale'].includes(outcome))
      losses.push(`webhook ${webhookId} is stored ${times} times, ${outcome}`)
  }
  const own = new Set(acknowledged)
  const topics = [...stored].filter(([webhookId]) => own.has(webhookId)).map(([, { topic }]) => topic)
  const [row] = await read('select * from "ConnectionSession" where "sessionId" = ?', [sessionId])
  const state = { status: row?.status, credential: row?.credential, proof: row?.proof }
  const told = fold(topics)
  if (!sameState(state, told))
    losses.push(`session ${sessionId} is ${JSON.stringify(state)}, its events say ${JSON.stringify(told)}`)
  const history = await read('select "version" from "SessionHistory" where "session" = ? order by "version"', [
    Number(row?.id),
  ])
  const versions = history.map(({ version }) => Number(version))
  if (!isRun(versions, 1, Number(row?.version))) losses.push(`session ${sessionId} has the versions ${versions}`)
  const seen = views.map(({ version }) => version)
  if (!isRun(seen, seen[0] ?? 0, Number(row?.version))) losses.push(`the watcher of ${sessionId} saw ${seen}`)
  const last = views.at(-1)
  if (!last || !sameState(last, told)) losses.push(`the watcher of ${sessionId} ended at ${JSON.stringify(last)}`)
  return losses
}

type State = Readonly<Record<'status' | 'credential' | 'proof', unknown>>

function sameState(one: State, other: State): boolean {
  return one.status === other.status && one.credential === other.credential && one.proof === other.proof
}

function isRun(versions: readonly number[], first: number, last: number): boolean {
  return versions.length === last - first + 1 && versions.every((version, index) => version === first + index)
}

function sorted(counts: Readonly<Record<string, Readonly<Record<string, number>>>>) {
  return Object.entries(counts).map(([kind, byName]) => [
    kind,
    Object.entries(byName).sort(([a], [b]) => (a < b ? -1 : 1)),
  ])
}
