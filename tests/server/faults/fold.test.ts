import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Database } from '../../../server/db/database.ts'
import { openDatabase } from '../../../server/db/open-database.ts'
import type { Transaction } from '../../../server/db/transaction.ts'
import { applyEvents } from '../../../server/sessions/apply-events.ts'
import { decodeWebhook } from '../../../server/webhooks/decode-webhook.ts'
import { storeEvents } from '../../../server/webhooks/store-events.ts'
import { initialState } from '../../../shared/advance.ts'
import { databases } from '../../support/databases.ts'
import { fold } from '../../support/fold.ts'
import { createTestLog } from '../../support/log.ts'
import { guideWebhook } from '../../support/webhooks.ts'

const ttlMs = 900_000

const topics = [
  ...['invitation', 'request', 'response', 'active', 'completed', 'error', 'abandoned'].map(
    (word) => `connections.${word}`,
  ),
  ...['offer', 'request', 'issued', 'declined'].map((word) => `credentials.${word}`),
  ...['request', 'presentation', 'verified', 'failed', 'declined'].map((word) => `proofs.${word}`),
]

/** Topics, some of them twice, cut into batches; a batch may be torn off at one of its writes, as by a crash, and is then sent again. */
const delivery = fc.record({
  topics: fc.array(fc.constantFrom(...topics), { minLength: 1, maxLength: 14 }),
  batchSize: fc.integer({ min: 1, max: 5 }),
  crashAtWrite: fc.option(fc.integer({ min: 1, max: 3 })),
})

function read(topic: string, invitationId = 'i') {
  const result = decodeWebhook(
    JSON.stringify(
      guideWebhook(topic, { invitationId, connectionId: `c ${invitationId}` }, `${invitationId} ${topic}`),
    ),
  )
  if ('error' in result) throw new Error(result.error)
  return result.event
}

/** The rows, which give up at the given write. */
function failing(rows: Transaction, crashAtWrite: number | null): Transaction {
  let writes = 0
  const counted =
    <Rows>(write: (given: Rows) => Promise<void>) =>
    (given: Rows) => {
      writes++
      if (writes === crashAtWrite) throw new Error('crashed')
      return write(given)
    }
  return {
    ...rows,
    updateSessions: counted(rows.updateSessions),
    insertHistory: counted(rows.insertHistory),
    insertWebhooks: counted(rows.insertWebhooks),
  }
}

async function newSession(db: Database) {
  const now = new Date()
  const ids = {
    sessionId: randomUUID(),
    invitationId: randomUUID(),
    invitationUrl: 'https://x.example',
    shortUrl: null,
    reference: null,
    portal: null,
    notice: null,
    audience: 'own',
    requestType: 'registration',
  }
  const nobody = { connectionId: null, theirDid: null, theirLabel: null }
  const times = { createdAt: now, updatedAt: now, expiresAt: now }
  const created = {
    ...ids,
    ...nobody,
    ...initialState,
    ...times,
    version: 1,
    ipAddress: null,
    userAgent: null,
    organization: null,
  }
  await db.transaction((tx) => applyEvents(tx, { created }, { now, ttlMs }))
  return created
}

describe.each(databases)('on $name', ({ fresh }) => {
  test('any order, repetition and crash leave the state that a fold over the stored events gives', async () => {
    const store = await openDatabase(await fresh(), createTestLog().logger)
    await fc.assert(
      fc.asyncProperty(delivery, async ({ topics: sent, batchSize, crashAtWrite }) => {
        const { sessionId, invitationId } = await newSession(store)
        const storeBatch = (topicsOfBatch: readonly string[], crashAt: number | null) =>
          store.transaction((rows) =>
            storeEvents.run(failing(rows, crashAt), {
              events: topicsOfBatch.map((topic) => read(topic, invitationId)),
              reserved: undefined,
              now: new Date(),
              ttlMs,
              markKey: undefined,
            }),
          )
        for (let first = 0; first < sent.length; first += batchSize) {
          const batch = sent.slice(first, first + batchSize)
          if (crashAtWrite !== null) await expect(storeBatch(batch, crashAtWrite)).rejects.toThrow('crashed')
          await storeBatch(batch, null)
        }
        const view = await store.views.view(sessionId)
        const { status, credential, proof } = fold([...new Set(sent)])
        expect(view).toMatchObject({ status, credential, proof })
        const versions = (await store.views.versionsAfter(sessionId, 0)).map(({ version }) => version)
        expect(versions).toEqual(Array.from({ length: view?.version ?? 0 }, (_, index) => index + 1))
      }),
      { numRuns: 100 },
    )
    await store.close()
  })
})
