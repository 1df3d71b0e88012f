import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { countWritten } from '../../db/counters.ts'
import type { Erasure } from '../../db/database.ts'
import { oidcDigest } from '../../db/oidc-digest.ts'
import type { OutcomeUpdate, Transaction } from '../../db/transaction.ts'
import { erasedError } from '../../sessions/erased-keys.ts'
import { orNobody, orNothing, type Subject } from './find-subject.ts'

/** Takes the person out of every row that `subject` names, and their ids out of what operators have asked for. */
export async function clearSubject(tx: Transaction, erasure: Erasure, subject: Subject, at: Date): Promise<void> {
  const { query } = tx
  const of = orNobody(subject.sessions)
  const names = await namesOf(tx, subject)
  const visits = await query
    .selectFrom('PortalVisit')
    .select(['interaction', 'grantId'])
    .where('session', 'in', of)
    .execute()
  const grants = visits.flatMap(({ grantId }) => grantId ?? [])
  const digests = [...grants, ...visits.map(({ interaction }) => interaction)].map(oidcDigest)
  await query
    .deleteFrom('OidcRecord')
    .where((eb) => eb.or([eb('grantId', 'in', orNothing(grants)), eb('id', 'in', orNothing(digests))]))
    .execute()
  await query.deleteFrom('PortalVisit').where('session', 'in', of).execute()
  await query.deleteFrom('SealedIdentity').where('session', 'in', of).execute()
  await query.updateTable('Disclosure').set({ sub: 'erased' }).where('session', 'in', of).execute()
  await query.deleteFrom('Student').where('id', 'in', orNobody(subject.students)).execute()
  await clearWebhooks(tx, subject.webhooks, at)
  await query
    .updateTable('PlatformCommand')
    .set({ recordId: null, error: null, unread: false })
    .where('session', 'in', of)
    .execute()
  await query
    .updateTable('PlatformCommand')
    .set({ outcome: 'dropped', dueAt: null, settledAt: at })
    .where('session', 'in', of)
    .where((eb) => eb.or([eb('dueAt', 'is not', null), eb('outcome', '=', 'refused')])) // nobody can mend it any more
    .execute()
  await query
    .updateTable('SessionHistory')
    .set({ connectionId: null, theirLabel: null })
    .where('session', 'in', of)
    .execute()
  for (const id of subject.sessions) await clearSession(tx, id, at)
  await scrub(tx, names)
  await overwrite(tx, erasure, subject)
}

/** Its row stays, under another id: whoever has the old one finds nothing. */
async function clearSession({ query }: Transaction, id: number, erasedAt: Date): Promise<void> {
  const nothing = { connectionId: null, theirDid: null, theirLabel: null, ipAddress: null, userAgent: null }
  const records = { proofId: null, credentialId: null, pastRecords: null, problem: null, waitingAfter: null }
  const nobody = { student: null, registrationNumber: null, numberedVersion: null, reference: null, shortUrl: null }
  await query
    .updateTable('ConnectionSession')
    .set({ ...nothing, ...records, ...nobody, erasedAt })
    .set({ sessionId: randomUUID(), invitationId: `erased-${id}`, invitationUrl: '' })
    .where('id', '=', id)
    .execute()
}

/** What waited or had failed is done with, and counted so. */
async function clearWebhooks(tx: Transaction, webhooks: readonly number[], at: Date): Promise<void> {
  const of = orNobody(webhooks)
  const rows = await tx.query
    .selectFrom('WebhookEvent')
    .select(['id', 'webhookId', 'session', 'createdAt', 'outcome', 'attempts'])
    .where('id', 'in', of)
    .where('outcome', 'in', ['unmatched', 'failed'])
    .execute()
  const done = {
    outcome: 'ignored',
    error: erasedError,
    processed: true,
    processedAt: at,
    nextAttemptAt: null,
  } as const
  const updates = rows.map(({ outcome: before, ...row }): OutcomeUpdate => ({ ...row, before, ...done }))
  await tx.updateOutcomes(updates)
  const nobody = { connectionId: null, invitationId: null, recordId: null, theirDid: null, theirLabel: null }
  await tx.query
    .updateTable('WebhookEvent')
    .set({ ...nobody, payload: '' })
    .where('id', 'in', of)
    .execute()
  await tx.addCounters(countWritten({ history: [], webhooks: [], updates }))
}

/** Under what an operator may have looked for them. */
async function namesOf({ query }: Transaction, { students, sessions, ids }: Subject): Promise<string[]> {
  const own = await query
    .selectFrom('ConnectionSession')
    .select(['sessionId', 'reference', 'registrationNumber'])
    .where('id', 'in', orNobody(sessions))
    .execute()
  const people = await query
    .selectFrom('Student')
    .select(['sub', 'registrationNumber'])
    .where('id', 'in', orNobody(students))
    .execute()
  const found = [...own, ...people].flatMap((row) => Object.values(row)).filter((value) => value !== null)
  return [...new Set([...found, ...ids.connection, ...ids.invitation, ...ids.record, ...ids.did])]
}

/** Filters that were exported or replayed by hold what was typed. */
async function scrub({ query }: Transaction, names: readonly string[]): Promise<void> {
  for (const [table, column] of [
    ['AuditEntry', 'detail'],
    ['ReplayJob', 'selection'],
  ] as const)
    for (const name of names)
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = replace(${sql.ref(column)}, ${name}, 'erased')
        where ${sql.ref(column)} like ${`%${name.replace(/[!%_]/g, '!$&')}%`} escape '!'`.execute(query)
}

/** Rows that lie as near as this are overwritten with each other anyway. */
const near = 100

async function overwrite(tx: Transaction, erasure: Erasure, subject: Subject): Promise<void> {
  const { students, sessions, webhooks } = subject
  const numbered = async (table: 'SessionHistory' | 'PlatformCommand' | 'Disclosure', key: string) => {
    const number = sql<number>`${sql.ref(key)}`.as('number')
    const rows = await tx.query.selectFrom(table).select(number).where('session', 'in', orNobody(sessions)).execute()
    return rows.map((row) => row.number).sort((a, b) => a - b)
  }
  const rows = {
    Student: students,
    ConnectionSession: sessions,
    SealedIdentity: sessions,
    PortalVisit: sessions,
    WebhookEvent: webhooks,
    SessionHistory: await numbered('SessionHistory', erasure.historyKey),
    PlatformCommand: await numbered('PlatformCommand', 'id'),
    Disclosure: await numbered('Disclosure', 'id'),
  }
  for (const [table, numbers] of Object.entries(rows))
    for (const { from, to } of toRanges(numbers.toSorted((a, b) => a - b))) erasure.overwrite(table, from, to)
}

function toRanges(numbers: readonly number[]): { readonly from: number; readonly to: number }[] {
  const ranges: { from: number; to: number }[] = []
  for (const number of numbers) {
    const last = ranges.at(-1)
    if (last && number - last.to <= near) last.to = number
    else ranges.push({ from: number, to: number })
  }
  return ranges
}
