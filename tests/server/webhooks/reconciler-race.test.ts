import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { cancelSession } from '../../../server/sessions/cancel-session.ts'
import { createReconcile } from '../../../server/webhooks/reconcile.ts'
import { databases } from '../../support/databases.ts'
import { execute } from '../../support/execute.ts'
import { createTestLog } from '../../support/log.ts'
import { toEvent } from '../../support/to-event.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import { openShare } from '../postgres/stores.ts'

const ttlMs = 900_000
const now = () => new Date()
const count = 30

describe.each(databases)('the reconciler and webhooks at the same moment, on $name', ({ name, fresh }) => {
  /** Sessions that wait for their proof, a reconciler at one process, and webhooks that come to another, where there can be one. */
  async function open() {
    const url = await fresh()
    const here = await openShare(url)
    const there = name === 'SQLite' ? here : await openShare(url)
    const tell = (topic: string, data: object) => there.inbox.store(toEvent(guideWebhook(topic, { ...data })))
    const sessions = await Promise.all(
      Array.from({ length: count }, async () => {
        const { sessionId, invitationId } = await here.createSession(randomUUID())
        const keys = { connectionId: randomUUID(), proofId: randomUUID(), invitationId }
        await tell('connections.request', keys)
        return { sessionId, ...keys }
      }),
    )
    /** `meanwhile` is called while a question about that record is on its way; the answer says `state`. */
    const reconcile = (state: string, meanwhile: (recordId: string) => Promise<unknown>) => {
      const answer = async (recordId: string) => {
        await meanwhile(recordId)
        return { state, isVerified: state === 'done' ? true : null }
      }
      const round = createReconcile({
        records: { connection: answer, proof: answer, credential: answer },
        ...{ inbox: here.inbox, db: here.store, organizationId: 'org', ttlMs, afterMs: 0, now },
        log: createTestLog().logger,
      })
      return round(new AbortController().signal)
    }
    /** What became of all events with this topic. */
    const outcomes = async (topic: string) => {
      const rows = await execute(here.store, 'select "outcome" from "WebhookEvent" where "topic" = ?', [topic])
      const of = (outcome: string) => rows.filter((row) => row.outcome === outcome).length
      return { applied: of('applied'), stale: of('stale'), all: rows.length }
    }
    return { here, there, tell, sessions, reconcile, outcomes }
  }

  test.each(['before it is answered', 'while it is stored'])(
    'a webhook that comes %s: each step is taken once, in one line of versions',
    async (when) => {
      const { here, tell, sessions, reconcile, outcomes } = await open()
      const sending: Promise<unknown>[] = []
      const race = (topic: string) => (recordId: string) => {
        const session = sessions.find(({ connectionId, proofId }) => connectionId === recordId || proofId === recordId)
        const sent = tell(topic, session ?? {})
        sending.push(sent)
        return when === 'while it is stored' ? Promise.resolve() : sent
      }
      await reconcile('completed', race('connections.completed'))
      await Promise.all(sending)
      for (const session of sessions) await tell('proofs.request', session)
      await reconcile('done', race('proofs.verified'))
      await Promise.all(sending)

      for (const { sessionId } of sessions) {
        const view = await here.store.views.view(sessionId)
        expect(view).toMatchObject({ status: 'completed', proof: 'verified' })
        const later = await here.store.views.versionsAfter(sessionId, 1)
        expect(later.map(({ version }) => version)).toEqual(later.map((_, index) => index + 2))
        expect(later.at(-1)).toEqual(view)
      }
      const each = { applied: count, stale: count, all: 2 * count } // both came, and one of them moved the session
      expect(await outcomes('connections.completed')).toEqual(each)
      expect(await outcomes('proofs.verified')).toEqual(each)
      expect(await reconcile('done', () => Promise.resolve())).toBe(0)
    },
  )

  test('a session that is cancelled while it is asked about stays so', async () => {
    const { here, there, sessions, reconcile, outcomes } = await open()
    const ctx = { db: there.store, bus: there.bus, ttlMs, now }
    await reconcile('completed', async (recordId) => {
      const session = sessions.find(({ connectionId }) => connectionId === recordId)
      await cancelSession(ctx, session?.sessionId ?? '')
    })
    for (const { sessionId } of sessions)
      expect(await here.store.views.view(sessionId)).toMatchObject({ status: 'abandoned', version: 3 })
    expect(await outcomes('connections.completed')).toEqual({ applied: 0, stale: count, all: count })
  })
})
