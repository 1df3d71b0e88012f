import type { Kysely } from 'kysely'
import { hourMs, minuteOf } from '../db/counters.ts'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/entities/entities.ts'
import { heldMinutes, type KeyUse } from './key-use.ts'

export interface RotationContext {
  readonly db: Database
  readonly now: () => Date
  readonly keyUse: Pick<KeyUse, 'flush'>
}

/** How long the older secret is to have been silent before it is taken away. */
const silentHours = 24
const hoursShown = 48

/** A server process, and the marks of the webhook secrets that it said it accepts, the newest first. */
interface Server {
  readonly name: string
  readonly marks: readonly string[]
}

/**
 * How far the change of the webhook secret is, by what was seen: which secrets each process accepts, and with which webhooks
 * came. Secrets are told by their marks. `newMark` is the newest that any process accepts; all others are older.
 */
export async function readRotation({ db: { query }, now, keyUse }: RotationContext) {
  await keyUse.flush().catch(() => undefined) // the next one's try says what is wrong
  const at = now()
  const servers = await readServers(query, at)
  const newMark = newestOf(servers)
  const hour = Math.floor(at.getTime() / hourMs)
  const uses = await query
    .selectFrom('WebhookCount')
    .select(({ fn }) => ['name', 'at', fn.sum<number>('count').as('count')])
    .where('kind', '=', 'key')
    .where('at', '>', hour - hoursShown)
    .groupBy(['name', 'at'])
    .execute()
  const older = uses.filter(({ name }) => name !== newMark)
  const lastOlder = older.length === 0 ? null : Math.max(...older.map((use) => use.at))
  const firstNew = uses.length === older.length ? null : Math.min(...uses.map((use) => use.at))
  const aloneSince = firstNew === null ? null : (lastOlder ?? firstNew)
  const sum = (rows: typeof uses) => rows.reduce((total, { count }) => total + Number(count), 0)
  const made = query.selectFrom('AuditEntry').select(['at', 'by']).where('action', '=', 'secret-rotated')
  const isUnfinished = servers.some(({ marks }) => marks.some((mark) => mark !== newMark))
  const withNew = sum(uses.filter(({ name }) => name === newMark))
  return {
    newMark,
    servers,
    /** Whether any process accepts an older one, or not yet the newest. */
    isUnfinished,
    /** When it was made with the console's button last, and by whom; null where it never was. */
    made: (await made.orderBy('id', 'desc').limit(1).executeTakeFirst()) ?? null,
    isEverywhere: servers.every(({ marks }) => newMark !== null && marks.includes(newMark)),
    /** Webhooks of each hour, the oldest first: with the newest secret, and with any older one. */
    hours: Array.from({ length: hoursShown }, (_, index) => {
      const of = uses.filter((use) => use.at === hour - hoursShown + 1 + index)
      const isNew = of.filter(({ name }) => name === newMark)
      return { newer: sum(isNew), older: sum(of) - sum(isNew) }
    }),
    withNew,
    withOlder: sum(older),
    /** The end of the last hour in which a webhook came with an older secret; null where none did in all that time. */
    lastOlderAt: lastOlder === null ? null : new Date(Math.min(at.getTime(), (lastOlder + 1) * hourMs)),
    /** Whether the platform was seen to use the newest alone for a day. */
    isOlderSilent: aloneSince !== null && hour - aloneSince > silentHours,
  }
}

/** What each process said last, within the last minutes. */
async function readServers(query: Kysely<Tables>, at: Date): Promise<Server[]> {
  const rows = await query
    .selectFrom('WebhookCount')
    .select(['name', 'at'])
    .where('kind', '=', 'key-held')
    .where('at', '>=', minuteOf(at) - heldMinutes)
    .orderBy('at')
    .execute()
  const servers = new Map<string, Server>()
  for (const { name: said } of rows) {
    const [name = '', marks = ''] = said.split(' ')
    servers.set(name, { name, marks: marks.split(',') })
  }
  return [...servers.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The first of some process that no other has behind another. */
function newestOf(servers: readonly Server[]): string | null {
  const behind = new Set(servers.flatMap(({ marks }) => marks.slice(1)))
  const firsts = servers.flatMap(({ marks }) => marks.slice(0, 1))
  return firsts.find((mark) => !behind.has(mark)) ?? firsts[0] ?? null
}
