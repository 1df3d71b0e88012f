import { onTestFinished } from 'vitest'
import { type CallEffect, PlatformError } from '../../../server/confirmd/platform-error.ts'
import { openDatabase } from '../../../server/db/open-database.ts'
import { noQuota } from '../../../server/limits/webhook-quota.ts'
import { createSealer } from '../../../server/secrets/sealer.ts'
import { createLocalBus } from '../../../server/sessions/bus.ts'
import { createSession } from '../../../server/sessions/create-session.ts'
import { startDispatcher } from '../../../server/sessions/dispatcher.ts'
import { createStudentKeys } from '../../../server/sessions/student-keys.ts'
import { createInbox } from '../../../server/webhooks/inbox.ts'
import type { CommandKind } from '../../../shared/session-status.ts'
import { createTestLog } from '../../support/log.ts'
import { toEvent } from '../../support/to-event.ts'
import { guideWebhook } from '../../support/webhooks.ts'

const ttlMs = 900_000
/** Waits pass by the clock that tests set: looking for what is due need not take real seconds. */
const pollEveryMs = 50
export const connectionId = '7e0c0c8e-0d0a-4a64-9b36-6a6e3f2c0001'
export const nobody = { ipAddress: null, userAgent: null }

type Fault = CallEffect | 'lost answer' | 'hangs'

/** A platform that makes records, keeps lists of them, and fails as it is told: `lost answer` does it and says nothing. */
export function createRecordingPlatform() {
  const calls: string[] = []
  const faults: Partial<Record<CommandKind | 'list', Fault[]>> = {}
  const made = { proof: [] as string[], credential: [] as string[] }
  const options = { hasLists: true }
  const faultOf = (kind: CommandKind | 'list') => faults[kind]?.shift()
  const make = async (kind: CommandKind, list: string[], id: string, signal?: AbortSignal) => {
    if (kind !== 'readIdentity') calls.push(kind)
    const fault = faultOf(kind)
    if (fault === 'hangs')
      await new Promise((_, reject) =>
        signal?.addEventListener('abort', () => reject(new PlatformError('unknown', 'aborted'))),
      )
    if (fault === 'lost answer' || fault === undefined) list.push(id)
    if (fault === 'lost answer') throw new PlatformError('unknown', 'The platform does not answer in time')
    if (fault !== undefined && fault !== 'hangs')
      throw new PlatformError(fault, 'refused', { platformMessage: 'credDefId is not yours' })
    return id
  }
  const listed = (ids: readonly string[]) => {
    const fault = faultOf('list')
    if (fault === 'none' || fault === 'unknown') throw new PlatformError(fault, 'away')
    return options.hasLists ? ids.toReversed().map((recordId) => ({ recordId, createdAt: null })) : null
  }
  return {
    calls,
    faults,
    made,
    options,
    createInvitation: async () => ({ invitationId: 'invitation', invitationUrl: 'https://platform.example/?oob=e30' }),
    requestProof: (_: object, signal?: AbortSignal) =>
      make('requestProof', made.proof, `proof ${made.proof.length + 1}`, signal),
    verifyPresentation: async (proofId: string) => {
      await make('verifyPresentation', [], proofId)
    },
    verifiedAttributes: async () => {
      await make('readIdentity', [], '')
      return { surname: 'Okafor' }
    },
    offerCredential: (_: object, signal?: AbortSignal) =>
      make('offerCredential', made.credential, `credential ${made.credential.length + 1}`, signal),
    listProofs: async () => listed(made.proof),
    listCredentials: async () => listed(made.credential),
    records: { connection: async () => null, proof: async () => null, credential: async () => null },
  }
}

/** A session on a database of its own, what tells it things, and the dispatcher that asks `platform`. */
export async function setUp(url: string, platform = createRecordingPlatform()) {
  const { logger: log } = createTestLog()
  const db = await openDatabase(url, log)
  let nowMs = Date.now()
  const now = () => new Date(nowMs)
  const bus = createLocalBus(log)
  const keys = { definition: 'card', names: null }
  const students = createStudentKeys(createSealer(['ab'.repeat(32)]), 'cd'.repeat(32), keys)
  const ctx = { db, platform, bus, students, quota: noQuota, publicUrl: 'https://connect.example', ttlMs, now, log }
  const inbox = createInbox({ ...ctx, observer: { stored: () => {}, committed: () => {} } })
  const { sessionId } = await createSession(ctx, 'registration', nobody)
  let count = 0
  const start = () => {
    const dispatcher = startDispatcher(ctx, pollEveryMs)
    onTestFinished(dispatcher.stop)
    return dispatcher
  }
  onTestFinished(() => db.close())
  return {
    ...{ db, ctx, bus, platform, sessionId, start, log },
    passTime: (ms: number) => {
      nowMs += ms
    },
    tell: (topic: string, data: object = {}) =>
      inbox.store(toEvent(guideWebhook(topic, { connectionId, invitationId: 'invitation', ...data }, `wh ${++count}`))),
    view: () => db.views.view(sessionId),
    commands: () => db.query.selectFrom('PlatformCommand').selectAll().orderBy('id').execute(),
    outcome: async (topic: string) =>
      (
        await db.query.selectFrom('WebhookEvent').select('outcome').where('topic', '=', topic).orderBy('id').execute()
      ).map(({ outcome }) => outcome),
  }
}
