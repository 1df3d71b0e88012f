import type { SetStatements } from '../../server/db/hot-statements.ts'
import {
  type CounterRow,
  type HistoryRow,
  type NewCommand,
  type NewSession,
  type NewWebhook,
  type OutcomeUpdate,
  type SessionRow,
  unasked,
} from '../../server/db/transaction.ts'
import { type Engine, type LockRequest, SqlError, type StoredWebhook, type Transaction } from './engine.ts'
import { parse, toNumbers, toStrings } from './values.ts'

export interface Answer {
  readonly rows: readonly object[]
  readonly rowCount: number
}

/** Asks for a lock and goes on when it has it, or is told that it will not. */
export type Running = Generator<LockRequest, Answer, boolean>

type Statement = (engine: Engine, tx: Transaction, values: readonly unknown[]) => Running

const answer = (rows: readonly object[]): Answer => ({ rows, rowCount: rows.length })

const hasKey =
  (connectionIds: readonly string[], invitationIds: readonly string[]) =>
  ({ connectionId, invitationId }: Pick<StoredWebhook, 'connectionId' | 'invitationId'>): boolean =>
    connectionIds.includes(connectionId ?? '') || invitationIds.includes(invitationId ?? '')

/** `select … order by … for no key update`: what the statement's snapshot holds, row by row as it is once it is locked. */
function* lockSessions(
  engine: Engine,
  tx: Transaction,
  isWanted: (session: SessionRow) => boolean,
  { orElse = 'wait' as LockRequest['orElse'], limit = Number.POSITIVE_INFINITY } = {},
): Running {
  const found = engine.sessions(tx).filter(isWanted)
  const rows: SessionRow[] = []
  for (const { id } of found.sort((a, b) => a.id - b.id)) {
    if (rows.length === limit || !(yield { key: `session ${id}`, orElse })) continue
    const row = engine.sessions(tx).find((session) => session.id === id)
    if (row && isWanted(row)) rows.push(row)
  }
  return answer(rows)
}

const isWaiting = ({ processed, outcome }: StoredWebhook) => !processed && outcome === 'unmatched'

function waitingBy(engine: Engine, tx: Transaction, key: 'connectionId' | 'invitationId', ids: readonly string[]) {
  const waiting = engine.webhooks(tx).filter(isWaiting)
  return ids.map((id) => waiting.filter((row) => row[key] === id).sort((a, b) => a.id - b.id))
}

/** Every statement of the webhook path, as its text in `server/db/hot-statements.ts` says. */
export const statements: Readonly<Record<keyof SetStatements, Statement>> = {
  *storedWebhooks(engine, tx, [ids]) {
    const wanted = toStrings(ids)
    return answer(engine.webhooks(tx).filter(({ webhookId }) => wanted.includes(webhookId)))
  },
  sessionsByKeys: (engine, tx, [connectionIds, invitationIds]) =>
    lockSessions(engine, tx, hasKey(toStrings(connectionIds), toStrings(invitationIds))),
  moreSessionsByKeys: (engine, tx, [connectionIds, invitationIds]) =>
    lockSessions(engine, tx, hasKey(toStrings(connectionIds), toStrings(invitationIds)), { orElse: 'fail' }),
  sessionsById: (engine, tx, [ids]) => {
    const wanted = toStrings(ids)
    return lockSessions(engine, tx, ({ sessionId }) => wanted.includes(sessionId))
  },
  expiredSessions: (engine, tx, [at, limit]) =>
    lockSessions(engine, tx, isExpired(at), { orElse: 'skip', limit: Number(limit) }),
  *unmatchedEvents(engine, tx, [connectionIds, after, limit, invitationIds]) {
    const page = (rows: readonly StoredWebhook[], foundBy: string) =>
      rows
        .filter(({ id }) => id > Number(after))
        .slice(0, Number(limit))
        .map((row) => ({ ...row, foundBy }))
    return answer([
      ...waitingBy(engine, tx, 'connectionId', toStrings(connectionIds)).flatMap((rows) => page(rows, 'connectionId')),
      ...waitingBy(engine, tx, 'invitationId', toStrings(invitationIds)).flatMap((rows) => page(rows, 'invitationId')),
    ])
  },
  *surplusEvents(engine, tx, [connectionIds, keep, limit, invitationIds]) {
    const page = (rows: readonly StoredWebhook[]) =>
      rows.slice(0, Math.max(0, rows.length - Number(keep))).slice(0, Number(limit))
    return answer([
      ...waitingBy(engine, tx, 'connectionId', toStrings(connectionIds)).flatMap(page),
      ...waitingBy(engine, tx, 'invitationId', toStrings(invitationIds)).flatMap(page),
    ])
  },
  *insertSession(engine, tx, [text]) {
    const rows: NewSession[] = parse(text)
    const made: SessionRow[] = rows.map((row) => ({ ...unasked, ...row, id: engine.nextId('sessions') }))
    for (const session of made) {
      yield { key: `session ${session.id}`, orElse: 'wait' }
      tx.sessions.set(session.id, session)
    }
    return answer(made)
  },
  *updateSessions(engine, tx, [text]) {
    const rows: (SessionRow & { versionBefore: number })[] = parse(text)
    const written: object[] = []
    for (const { versionBefore, ...row } of rows) {
      const isAsRead = () =>
        engine.sessions(tx).find(({ id, version }) => id === row.id && version === versionBefore) !== undefined
      if (!isAsRead()) continue
      yield { key: `session ${row.id}`, orElse: 'wait' }
      if (!isAsRead()) continue
      tx.sessions.set(row.id, row)
      written.push(row)
    }
    return answer(written)
  },
  *insertHistory(engine, tx, [text]) {
    const rows: HistoryRow[] = parse(text)
    for (const row of rows) {
      yield { key: `history ${row.session} ${row.version}`, orElse: 'wait' }
      const isSame = ({ session, version }: HistoryRow) => session === row.session && version === row.version
      if ([...engine.stored.history, ...tx.history].some(isSame)) throw new SqlError('23505')
      tx.history.push(row)
    }
    return answer(rows)
  },
  *insertWebhooks(engine, tx, [text]) {
    const given: NewWebhook[] = parse(text)
    const rows: StoredWebhook[] = given.map((row) => ({ attempts: 0, ...row, id: engine.nextId('webhooks') }))
    const written: object[] = []
    for (const row of rows.sort((a, b) => (a.webhookId < b.webhookId ? -1 : 1))) {
      yield { key: `webhook id ${row.webhookId}`, orElse: 'wait' }
      if (engine.webhooks(tx).some(({ webhookId }) => webhookId === row.webhookId)) continue
      yield { key: `webhook ${row.id}`, orElse: 'wait' }
      tx.webhooks.set(row.id, row)
      written.push(row)
    }
    return answer(written)
  },
  *updateOutcomes(engine, tx, [text]) {
    const rows: (OutcomeUpdate & { wasUnmatched: boolean })[] = parse(text)
    const written: object[] = []
    for (const { wasUnmatched, before: _, ...row } of rows) {
      const find = () => engine.webhooks(tx).find(({ id, processed }) => id === row.id && (!processed || !wasUnmatched))
      if (!find()) continue
      yield { key: `webhook ${row.id}`, orElse: 'wait' }
      const now = find()
      if (!now) continue
      const changed = { ...now, ...row }
      tx.webhooks.set(row.id, changed)
      written.push(changed)
    }
    return answer(written)
  },
  *insertCommands(engine, tx, [text]) {
    const rows: NewCommand[] = parse(text)
    const written: object[] = []
    for (const row of rows) {
      yield { key: `command ${row.session} ${row.kind} ${row.attempt}`, orElse: 'wait' }
      const isSame = ({ session, kind, attempt }: NewCommand) =>
        session === row.session && kind === row.kind && attempt === row.attempt
      if ([...engine.stored.commands, ...tx.commands].some(isSame)) continue
      tx.commands.push(row)
      written.push(row)
    }
    return answer(written)
  },
  *addCounters(_engine, tx, [text]) {
    const rows: (CounterRow & { shard: number })[] = parse(text)
    for (const { kind, name, at, shard, count } of rows) {
      const key = `${kind} ${name} ${at}`
      yield { key: `counter ${key} ${shard}`, orElse: 'wait' }
      tx.counters.set(key, (tx.counters.get(key) ?? 0) + count)
    }
    return answer(rows)
  },
  freeSessions: toNobody,
  settleCommands: toNobody,
  settleSessions: toNobody,
  *lockKeys(_engine, _tx, [, keys]) {
    const buckets = [...new Set(toStrings(keys).map(toBucket))].sort((a, b) => a - b)
    for (const bucket of buckets) yield { key: `bucket ${bucket}`, orElse: 'wait' }
    return answer([])
  },
  *missed(engine, tx, [connectionIds, invitationIds, sessions, boundTo, madeFor, unmatched]) {
    const known = toNumbers(sessions)
    const seen = toStrings(unmatched)
    const isConcerned = hasKey(toStrings(connectionIds), toStrings(invitationIds))
    const isFor = hasKey(toStrings(boundTo), toStrings(madeFor))
    return answer(
      [
        ...engine.sessions(tx).filter((session) => isConcerned(session) && !known.includes(session.id)),
        ...engine.webhooks(tx).filter((row) => isWaiting(row) && isFor(row) && !seen.includes(row.webhookId)),
      ].slice(0, 1),
    )
  },
}

/** The simulation writes commands down and carries none out. */
function* toNobody(): Running {
  yield* toNothing()
  throw new Error('Nobody settles commands in the simulation')
}

/** Statements that are built where they are used, by what their text begins with. */
const others: readonly (readonly [RegExp, Statement])[] = [
  [/^select distinct "name" from "WebhookCount"/, toNothing],
  [/^select "id" from "ConnectionSession" where "reference"/, toNothing],
  [
    /^select "id" from "ConnectionSession" where "status" in .* "expiresAt" <=/,
    function* (engine, tx, values) {
      return answer(engine.sessions(tx).filter(isExpired(values.find((value) => value instanceof Date))))
    },
  ],
  [
    /^select "sessionId" from "ConnectionSession" where "waitingAfter" is not null/,
    function* (engine, tx) {
      return answer(engine.sessions(tx).filter(({ waitingAfter }) => waitingAfter !== null))
    },
  ],
]

// biome-ignore lint/correctness/useYield: a statement that waits for nothing
function* toNothing(): Running {
  return answer([])
}

/** @throws Error where the simulation has to learn a new statement. */
export function findStatement(text: string): Statement {
  const found = others.find(([pattern]) => pattern.test(text))
  if (!found) throw new Error(`The simulation does not know: ${text}`)
  return found[1]
}

const unfinished = ['invitation', 'request', 'response', 'active']

function isExpired(at: unknown) {
  return ({ status, expiresAt }: SessionRow): boolean =>
    at instanceof Date && unfinished.includes(status) && expiresAt.getTime() <= at.getTime()
}

/** Few, so that keys share one now and then. */
function toBucket(key: string): number {
  let hash = 0
  for (const sign of key) hash = (hash * 31 + (sign.codePointAt(0) ?? 0)) & 63
  return hash
}
