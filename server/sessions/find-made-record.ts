import { PlatformError } from '../confirmd/platform-error.ts'
import { type DueCommand, recordsOfOthers } from '../db/outbox.ts'
import type { OutboxContext } from './outbox-context.ts'
import { attemptOf, familyOf, readPastRecords } from './session-records.ts'

/** So many looks, which take a minute at least, for the webhook of a record that no list shows. */
const looks = 8
/** So many, which take some seconds, at a list that shows none: the platform fills it from its own webhooks. */
const looksAtList = 4

/**
 * The record that an earlier call has made, whose answer nobody read: as its webhook told, else as the platform's list
 * shows; null where there is none.
 *
 * @throws PlatformError where the platform cannot be looked at now; `refused` for an offer where it has no such list and no
 *   webhook came: a second offer would be a second credential.
 */
export async function findMadeRecord(
  { db, platform }: OutboxContext,
  { kind, session, calls }: DueCommand,
  signal: AbortSignal,
): Promise<string | null> {
  const family = familyOf(kind)
  const told = attemptOf(session, family).recordId
  if (told !== null) return told
  const connectionId = session.connectionId ?? ''
  const listed = await (family === 'proof'
    ? platform.listProofs(connectionId, signal)
    : platform.listCredentials(connectionId, signal))
  if (listed === null) {
    if (family === 'proof') return null // a wallet that is asked twice shows two questions, and answers one
    const message = 'It is not known whether the credential was offered: look into the wallet, then send it again'
    throw new PlatformError(calls > looks ? 'refused' : 'unknown', message)
  }
  const others = await recordsOfOthers(db, session)
  const known = new Set([
    ...readPastRecords(session),
    ...others.flatMap((other) => [other.proofId, other.credentialId, ...readPastRecords(other)]),
  ])
  const made = listed.find(({ recordId }) => !known.has(recordId))
  if (!made && family === 'credential' && calls <= looksAtList)
    throw new PlatformError('unknown', 'The wallet platform shows no offer of this session yet')
  return made?.recordId ?? null
}

/** The proof's id where the platform has dealt with what was presented, so that it need not be told again; else null. */
export async function wasVerified({ platform }: OutboxContext, { session }: DueCommand, signal: AbortSignal) {
  if (session.proofId === null) return null
  const record = await platform.records.proof(session.proofId, signal)
  return record && record.state !== 'presentation-received' ? session.proofId : null
}
