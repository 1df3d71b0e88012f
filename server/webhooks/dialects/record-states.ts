import type { SessionEvent } from '../../../shared/session-status.ts'

/** What the agent keeps records of, by the words that topics have for it. */
export type RecordFamily = 'connections' | 'credentials' | 'proofs'

export interface RecordState {
  readonly state: string | null
  /** Of a proof; null or undefined where it is not said. */
  readonly isVerified?: boolean | null | undefined
}

/** A record's state in our words: the topic's last one, and what it tells the machine, in order. */
export interface RecordMeaning {
  readonly word: string
  readonly events: readonly SessionEvent[]
}

const meaning = (word: string, ...events: SessionEvent[]): RecordMeaning => ({ word, events })

/** Agent states that mean something here; the others (`start`, `request-received` of a proof, …) are ignored. */
const meanings: Readonly<Record<RecordFamily, ReadonlyMap<string, RecordMeaning>>> = {
  connections: new Map([
    ['request-received', meaning('request', 'connection.request')],
    ['response-sent', meaning('response', 'connection.response')],
    ['completed', meaning('completed', 'connection.completed')],
    ['abandoned', meaning('abandoned', 'connection.abandoned')],
  ]),
  credentials: new Map([
    ['offer-sent', meaning('offer', 'credential.offer')],
    ['request-received', meaning('request', 'credential.request')],
    ['credential-issued', meaning('issued', 'credential.issued')],
    ['done', meaning('issued', 'credential.issued')],
    ['declined', meaning('declined', 'credential.declined')],
    ['abandoned', meaning('declined', 'credential.declined')],
  ]),
  proofs: new Map([
    ['request-sent', meaning('request', 'proof.request')],
    ['presentation-received', meaning('presentation', 'proof.presentation')],
    ['done', meaning('verified', 'proof.verified')],
    ['declined', meaning('declined', 'proof.declined')],
    ['abandoned', meaning('declined', 'proof.declined')],
  ]),
}

const verified = meaning('verified', 'proof.presentation', 'proof.verified')
const failed = meaning('failed', 'proof.failed')

/** What the state of one of the agent's records means; undefined where it means nothing here. */
export function readRecordState(family: RecordFamily, { state, isVerified }: RecordState): RecordMeaning | undefined {
  if (state === null) return undefined
  if (family === 'proofs' && isVerified === false && decided.has(state)) return failed
  if (family === 'proofs' && isVerified === true && state === 'presentation-received') return verified
  return meanings[family].get(state)
}

/** With these, a presentation that did not verify is told: older agents leave it where it is, newer ones abandon it. */
const decided: ReadonlySet<string> = new Set(['presentation-received', 'done', 'abandoned'])
