import { statfs } from 'node:fs/promises'
import { type Kysely, sql } from 'kysely'
import { type Alarm, AlarmCause } from '../../shared/alarm.ts'
import { hoursLeft, warnedHours } from '../../shared/incident-clock.ts'
import type { SessionCoverage } from '../../shared/session-coverage.ts'
import type { Outcome } from '../../shared/webhook-event.ts'
import type { PlatformTrouble } from '../confirmd/platform-health.ts'
import { minuteMs } from '../db/counters.ts'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/entities/entities.ts'
import type { CommandOutcome } from '../db/entities/platform-command.ts'
import { openIncidents } from './incidents.ts'
import { createFindSilence } from './silence.ts'

export interface AlarmDeps {
  readonly db: Database
  readonly now: () => Date
  readonly coverage: () => Promise<Pick<SessionCoverage, 'stuck'>>
  /** Where the database or what the server keeps lies. */
  readonly dataDirectory: string
  /** What is wrong with the platform, as this process was answered. */
  readonly trouble: () => PlatformTrouble | null
  /** Whether an older webhook secret is accepted beside the current one. */
  readonly acceptsOlderSecret: () => boolean
  /** What of the privacy notice the operator has not said in words of their own: variables. */
  readonly unwritten: readonly string[]
}

const readEveryMs = 2_000
const dayMs = 86_400_000
const mostFailed = 5_000
const errorsNamed = 5
/** Of calls to the platform that were made for one command. */
const triesBeforeAway = 3
const leastFreePercent = 10
/** What a scanner of the internet sends is refused all day long; a platform with the wrong key sends more. */
const manyWrongKeys = 30

type Reader = Kysely<Tables>

/** Everything that needs a person now, the worst first; read once for all who ask within two seconds. */
export function createAlarms({
  db: { query },
  now,
  coverage,
  dataDirectory,
  trouble,
  acceptsOlderSecret,
  unwritten,
}: AlarmDeps) {
  let latest: { readonly atMs: number; readonly alarms: Promise<Alarm[]> } | undefined
  const findSilence = createFindSilence(query)
  const read = async (): Promise<Alarm[]> => {
    const at = now()
    const { stuck } = await coverage()
    const found = [
      ...(await failedWebhooks(query)),
      await findSilence(at),
      wrongCredentials(trouble()),
      await platformAway(query, trouble()),
      await refusedCommands(query),
      await fullDisk(dataDirectory),
      await refusedWebhooks(query, at),
      stuck.length > 0 ? { cause: 'stalled-sessions' as const, count: stuck.length, since: null, detail: null } : null,
      await oldUnmatched(query, at),
      acceptsOlderSecret() ? await unfinishedRotation(query, at) : null,
      unwrittenNotice(unwritten),
      await dueIncidents(query, at),
    ]
    const order = AlarmCause.options
    return found.filter((alarm) => alarm !== null).sort((a, b) => order.indexOf(a.cause) - order.indexOf(b.cause))
  }
  return (): Promise<Alarm[]> => {
    const nowMs = performance.now()
    if (!latest || nowMs - latest.atMs >= readEveryMs) latest = { atMs: nowMs, alarms: read() }
    return latest.alarms
  }
}

export type Alarms = ReturnType<typeof createAlarms>

/** By what they failed with. */
async function failedWebhooks(query: Reader): Promise<Alarm[]> {
  const failed = query
    .selectFrom('WebhookEvent')
    .select(['error', 'createdAt'])
    .where('outcome', '=', sql.lit<Outcome>('failed')) // a literal, or the partial index does not serve
    .where('outcome', '<>', sql.lit('applied'))
    .orderBy('id', 'desc')
    .limit(mostFailed)
  const byError = await query
    .selectFrom(failed.as('f'))
    .select(({ fn }) => ['f.error', fn.countAll<number>().as('count'), fn.min('f.createdAt').as('since')])
    .groupBy('f.error')
    .orderBy('count', 'desc')
    .limit(errorsNamed)
    .execute()
  return byError.map(({ error, count, since }) => ({
    cause: 'failed-webhooks',
    count: Number(count),
    since: since && new Date(since), // an aggregate comes as SQLite keeps it
    detail: error,
  }))
}

/** Nobody can register until that is mended. */
function wrongCredentials(trouble: PlatformTrouble | null): Alarm | null {
  if (trouble?.kind !== 'credentials') return null
  return { cause: 'wrong-credentials', count: 1, since: trouble.since, detail: trouble.answer }
}

/** Whatever was asked of it lately has failed several times over, for one command or for all. */
async function platformAway(query: Reader, trouble: PlatformTrouble | null): Promise<Alarm | null> {
  const waiting = await query
    .selectFrom('PlatformCommand')
    .select(({ fn }) => [
      fn.countAll<number>().as('count'),
      fn.min('createdAt').as('since'),
      fn.max('error').as('error'),
    ])
    .where('dueAt', 'is not', null)
    .where('calls', '>=', triesBeforeAway)
    .executeTakeFirstOrThrow()
  const { count, since, error } = waiting
  if (Number(count) === 0) {
    if (!trouble || trouble.kind === 'credentials') return null
    return { cause: 'platform-away', count: 0, since: trouble.since, detail: trouble.answer }
  }
  return { cause: 'platform-away', count: Number(count), since: since && new Date(since), detail: error }
}

async function refusedCommands(query: Reader): Promise<Alarm | null> {
  const { count, error } = await query
    .selectFrom('PlatformCommand')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('error').as('error')])
    .where('outcome', '=', sql.lit<CommandOutcome>('refused'))
    .executeTakeFirstOrThrow()
  return Number(count) === 0 ? null : { cause: 'refused-commands', count: Number(count), since: null, detail: error }
}

async function fullDisk(directory: string): Promise<Alarm | null> {
  const disk = await statfs(directory).catch(() => null)
  if (!disk || disk.blocks === 0) return null
  const freePercent = Math.floor((disk.bavail / disk.blocks) * 100)
  return freePercent >= leastFreePercent ? null : { cause: 'disk', count: freePercent, since: null, detail: null }
}

/** In the last hour: the platform does not try again after these. */
async function refusedWebhooks(query: Reader, at: Date): Promise<Alarm | null> {
  const sums = await query
    .selectFrom('WebhookCount')
    .select(({ fn }) => ['name', fn.sum<number>('count').as('sum')])
    .where('kind', '=', 'answer-minute')
    .where('name', 'in', ['400', '401', '403', '413'])
    .where('at', '>', Math.floor(at.getTime() / minuteMs) - 60)
    .groupBy('name')
    .execute()
  const counted = sums.filter(({ name, sum }) => Number(sum) >= (name === '401' ? manyWrongKeys : 1))
  const count = counted.reduce((total, { sum }) => total + Number(sum), 0)
  const detail = counted.map(({ name, sum }) => `${name} × ${sum}`).join(', ')
  return count === 0 ? null : { cause: 'refused-webhooks', count, since: null, detail }
}

async function oldUnmatched(query: Reader, at: Date): Promise<Alarm | null> {
  const unmatched = query
    .selectFrom('WebhookEvent')
    .where('outcome', '=', sql.lit<Outcome>('unmatched'))
    .where('outcome', '<>', sql.lit('applied'))
  const oldest = await unmatched.select('createdAt').orderBy('id').limit(1).executeTakeFirst()
  if (!oldest || at.getTime() - oldest.createdAt.getTime() < dayMs) return null
  const { count } = await unmatched.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  return { cause: 'oldest-unmatched', count: Number(count), since: oldest.createdAt, detail: null }
}

/** An older secret is still accepted a day after the newer one was made, or since before anybody wrote that down. */
async function unfinishedRotation(query: Reader, at: Date): Promise<Alarm | null> {
  const rotations = query.selectFrom('AuditEntry').select('at').where('action', '=', 'secret-rotated')
  const last = await rotations.orderBy('id', 'desc').limit(1).executeTakeFirst()
  if (last && at.getTime() - last.at.getTime() < dayMs) return null
  return { cause: 'rotation-unfinished', count: 1, since: last?.at ?? null, detail: null }
}

/** Students read, of what is done with their details, what came with the program. */
function unwrittenNotice(variables: readonly string[]): Alarm | null {
  const count = variables.length
  return count === 0 ? null : { cause: 'privacy-notice', count, since: null, detail: variables.join(', ') }
}

/** The Commission is to know of these within two days, or should have known. */
async function dueIncidents(query: Reader, at: Date): Promise<Alarm | null> {
  const open = await openIncidents({ query })
  const due = open.filter(({ foundAt }) => hoursLeft(foundAt, at.getTime()) < warnedHours)
  const [oldest] = due
  const detail = due.map(({ id }) => `INC-${id}`).join(', ')
  return oldest ? { cause: 'incident', count: due.length, since: oldest.foundAt, detail } : null
}
