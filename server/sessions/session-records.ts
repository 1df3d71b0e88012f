import { z } from 'zod'
import type { CommandKind, SessionEvent } from '../../shared/session-status.ts'
import type { SessionRow } from '../db/transaction.ts'

/** Where a session keeps its attempts at each kind of record. */
const columns = {
  proof: { id: 'proofId', answeredAt: 'proofRequestedAt', attempt: 'proofAttempt' },
  credential: { id: 'credentialId', answeredAt: 'credentialOfferedAt', attempt: 'credentialAttempt' },
} as const

export type RecordFamily = keyof typeof columns

const families: Readonly<Record<CommandKind, RecordFamily>> = {
  requestProof: 'proof',
  verifyPresentation: 'proof',
  readIdentity: 'proof',
  offerCredential: 'credential',
}

const Ids = z.array(z.string())

/** Which records this kind of command makes or works on. */
export function familyOf(kind: CommandKind): RecordFamily {
  return families[kind]
}

/** Whether this kind of command makes a record, and not works on one. */
export function makesRecord(kind: CommandKind): boolean {
  return kind === 'requestProof' || kind === 'offerCredential'
}

/** The present attempt: its number from 1 (0: not asked yet), its record, and whether the platform itself has answered with it. */
export function attemptOf(session: SessionRow, family: RecordFamily) {
  const { id, answeredAt, attempt } = columns[family]
  return { number: session[attempt], recordId: session[id], isAnswered: session[answeredAt] !== null }
}

/**
 * The session with one attempt more; what comes of the record of the one before is stale from now on. A record that a
 * webhook has named before anything was asked from here is taken to be the first attempt's.
 */
export function beginAttempt(session: SessionRow, family: RecordFamily): SessionRow {
  const { id, answeredAt, attempt } = columns[family]
  const begun = { ...session, problem: null, [attempt]: session[attempt] + 1 }
  if (session[attempt] === 0) return begun
  const recordId = session[id]
  const pastRecords = recordId === null ? session.pastRecords : JSON.stringify([...readPastRecords(session), recordId])
  return { ...begun, pastRecords, [id]: null, [answeredAt]: null }
}

/** The session with the record that an event told of, where no other is known. */
export function withRecord(session: SessionRow, event: SessionEvent, recordId: string | null): SessionRow {
  const family = familyOfEvent(event)
  if (family === null || recordId === null) return session
  const attempt = attemptOf(session, family)
  return attempt.isAnswered || attempt.recordId === recordId ? session : { ...session, [columns[family].id]: recordId }
}

/** Whether this record is one of the session's: of the present attempt, or of one before. */
export function hasRecord(session: SessionRow, recordId: string): boolean {
  return session.proofId === recordId || session.credentialId === recordId || isPast(session, recordId)
}

/**
 * Whether what comes of this record no longer counts: it is an earlier attempt's, or the platform has said that the
 * present attempt has another one.
 */
export function isOutdated(session: SessionRow, event: SessionEvent, recordId: string | null): boolean {
  const family = familyOfEvent(event)
  if (family === null || recordId === null) return false
  const attempt = attemptOf(session, family)
  return isPast(session, recordId) || (attempt.isAnswered && attempt.recordId !== recordId)
}

/** The records of earlier attempts. */
export function readPastRecords({ pastRecords }: Pick<SessionRow, 'pastRecords'>): readonly string[] {
  return pastRecords === null ? [] : Ids.parse(JSON.parse(pastRecords))
}

function isPast(session: SessionRow, recordId: string): boolean {
  return session.pastRecords !== null && readPastRecords(session).includes(recordId)
}

function familyOfEvent(event: SessionEvent): RecordFamily | null {
  if (event.startsWith('proof.')) return 'proof'
  return event.startsWith('credential.') ? 'credential' : null
}
