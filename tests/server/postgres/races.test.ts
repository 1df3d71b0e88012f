import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { systemActor } from '../../../server/actor.ts'
import type { Transaction } from '../../../server/db/transaction.ts'
import { applyEvents } from '../../../server/sessions/apply-events.ts'
import { replayWebhook } from '../../../server/webhooks/replay-webhook.ts'
import { freshPostgres } from '../../support/databases.ts'
import { execute } from '../../support/execute.ts'
import { toEvent } from '../../support/to-event.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import { openShare, type Share } from './stores.ts'

const stillWaiting = `select w."webhookId" from "WebhookEvent" w join "ConnectionSession" s
  on s."connectionId" = w."connectionId" or s."invitationId" = w."invitationId" where w."outcome" = 'unmatched'`

async function openTwo(): Promise<[Share, Share]> {
  const url = await freshPostgres()
  return [await openShare(url), await openShare(url)]
}

test('an event that is parked while another process binds its session is applied, three hundred times over', async () => {
  const [a, b] = await openTwo()
  for (let round = 0; round < 10; round++) {
    await Promise.all(
      Array.from({ length: 30 }, async () => {
        const session = await a.createSession(randomUUID())
        const connectionId = randomUUID()
        const { invitationId } = session
        await Promise.all([
          a.inbox.store(toEvent(guideWebhook('connections.active', { connectionId, invitationId }))),
          b.inbox.store(toEvent(guideWebhook('proofs.verified', { connectionId }))),
        ])
        expect(await a.store.views.view(session.sessionId)).toMatchObject({ status: 'active', proof: 'verified' })
      }),
    )
  }
  expect(await execute(a.store, stillWaiting)).toEqual([])
})

test('an event that is parked while another process makes its session is applied', async () => {
  const [a, b] = await openTwo()
  for (let round = 0; round < 10; round++) {
    await Promise.all(
      Array.from({ length: 30 }, async () => {
        const invitationId = randomUUID()
        const connectionId = randomUUID()
        const [session] = await Promise.all([
          a.createSession(invitationId),
          b.inbox.store(toEvent(guideWebhook('connections.completed', { connectionId, invitationId }))),
        ])
        expect(await a.store.views.view(session.sessionId)).toMatchObject({ status: 'completed', version: 2 })
      }),
    )
  }
  expect(await execute(a.store, stillWaiting)).toEqual([])
})

test('an event that is parked for a session while another process moves that session on is applied', async () => {
  const [a, b] = await openTwo()
  const session = await a.createSession(randomUUID())
  const keys = { connectionId: randomUUID(), invitationId: session.invitationId }
  await a.inbox.store(toEvent(guideWebhook('connections.request', keys)))
  const parked = toEvent(guideWebhook('proofs.verified', keys))
  const asked = { connectionIds: [keys.connectionId], invitationIds: [keys.invitationId] }

  let moving: Promise<unknown> | undefined
  await a.store.transaction(async (tx) => {
    await tx.sessionsByKeys(asked)
    moving ??= b.inbox.store(toEvent(guideWebhook('connections.completed', keys)))
    await someoneWaits(a)
    await applyEvents(tx, { events: [{ event: parked, stored: null }] }, { now: new Date(), ttlMs: 900_000 })
  })
  await moving
  expect(await a.store.views.view(session.sessionId)).toMatchObject({ status: 'completed', proof: 'verified' })
  expect(await execute(a.store, stillWaiting)).toEqual([])
})

test('the same where the session is found only by what waits for it', async () => {
  const [a, b] = await openTwo()
  const session = await a.createSession(randomUUID())
  const { invitationId } = session
  const connectionId = randomUUID()
  await a.inbox.store(toEvent(guideWebhook('proofs.request', { connectionId, invitationId })))
  const parked = guideWebhook('proofs.verified', { connectionId })
  const meanwhile = async () => {
    await a.inbox.store(toEvent(guideWebhook('connections.request', { connectionId, invitationId })))
    await a.inbox.store(toEvent(parked))
  }

  const moving = { event: toEvent(guideWebhook('connections.completed', { connectionId })), stored: null }
  await b.store.transaction((tx) => {
    let looks = 0
    const sessionsByKeys: Transaction['sessionsByKeys'] = async (keys) => {
      if (++looks === 2) await meanwhile()
      return tx.sessionsByKeys(keys)
    }
    return applyEvents({ ...tx, sessionsByKeys }, { events: [moving] }, { now: new Date(), ttlMs: 900_000 })
  })
  expect(await a.store.views.view(session.sessionId)).toMatchObject({ status: 'completed', proof: 'verified' })
  expect(await execute(a.store, stillWaiting)).toEqual([])
})

/** Resolves when another connection to this database waits for a row that is locked. */
async function someoneWaits({ store }: Share): Promise<void> {
  const waits = `select 1 from pg_stat_activity where "datname" = current_database() and "wait_event_type" = 'Lock'`
  while ((await execute(store, waits)).length === 0) await delay(10)
}

test('a failed event whose replay finds no session, while another process binds that session, is applied', async () => {
  const [a, b] = await openTwo()
  const replaying = { ...b, db: b.store, ttlMs: 900_000, now: () => new Date() }
  for (let round = 0; round < 4; round++) {
    await Promise.all(
      Array.from({ length: 30 }, async () => {
        const session = await a.createSession(randomUUID())
        const connectionId = randomUUID()
        const { invitationId } = session
        const failed = toEvent(guideWebhook('proofs.verified', { connectionId }))
        await a.inbox.store(failed)
        await a.store.transaction((tx) =>
          execute(tx, `update "WebhookEvent" set "outcome" = 'failed' where "webhookId" = ?`, [failed.webhookId]),
        )
        await Promise.all([
          a.inbox.store(toEvent(guideWebhook('connections.active', { connectionId, invitationId }))),
          replayWebhook(replaying, failed.webhookId, systemActor),
        ])
        expect(await a.store.views.view(session.sessionId)).toMatchObject({ status: 'active', proof: 'verified' })
      }),
    )
  }
  expect(await execute(a.store, stillWaiting)).toEqual([])
})

test('the same webhooks at two processes at once, in opposite orders: each is new once and a duplicate once', async () => {
  const [a, b] = await openTwo()
  for (let round = 0; round < 10; round++) {
    const events = Array.from({ length: 30 }, () =>
      toEvent(guideWebhook('connections.active', { connectionId: randomUUID() })),
    )
    const store = (share: Share, order: typeof events) =>
      Promise.all(order.map(async (event) => `${event.webhookId} ${await share.inbox.store(event)}`))
    const receipts = (await Promise.all([store(a, events), store(b, events.toReversed())])).flat()
    expect(receipts.toSorted()).toEqual(
      events.flatMap(({ webhookId }) => [`${webhookId} duplicate`, `${webhookId} stored`]).toSorted(),
    )
  }
})

test('one session’s webhooks over six processes end in one line of versions, without gap or repeat', async () => {
  const url = await freshPostgres()
  const shares = await Promise.all(Array.from({ length: 6 }, () => openShare(url)))
  const [a, b] = shares
  if (!a || !b) throw new Error('too few shares')
  const topics = [
    ...['request', 'response', 'active', 'completed'].map((word) => `connections.${word}`),
    ...['request', 'presentation', 'verified'].map((word) => `proofs.${word}`),
    ...['offer', 'request', 'issued'].map((word) => `credentials.${word}`),
  ]
  const sessions = await Promise.all(Array.from({ length: 40 }, () => a.createSession(randomUUID())))
  await Promise.all(
    sessions.map(async ({ sessionId, invitationId }) => {
      const data = { connectionId: randomUUID(), invitationId }
      await Promise.all(
        topics.map((topic, index) =>
          (shares[index % shares.length] ?? a).inbox.store(toEvent(guideWebhook(topic, data))),
        ),
      )
      const view = await a.store.views.view(sessionId)
      expect(view).toMatchObject({ status: 'completed', proof: 'verified', credential: 'issued' })
      const later = await b.store.views.versionsAfter(sessionId, 1)
      expect(later.map(({ version }) => version)).toEqual(
        Array.from({ length: (view?.version ?? 0) - 1 }, (_, index) => index + 2),
      )
    }),
  )
})

test('transactions that cross each other are run again until both have happened', async () => {
  const [a, b] = await openTwo()
  const one = await a.createSession(randomUUID())
  const two = await a.createSession(randomUUID())
  let both = 0
  const cross = (share: Share, first: string, second: string) =>
    share.store.transaction(async (rows) => {
      const [held] = await rows.sessionsById([first])
      both++
      if (both < 2)
        await new Promise<void>((resolve) => {
          const look = () => (both < 2 ? setImmediate(look) : resolve())
          look()
        })
      const [other] = await rows.sessionsById([second])
      if (!held || !other) throw new Error('a session is missing')
      await rows.updateSessions([{ ...held, version: held.version + 1, versionBefore: held.version }])
    })
  await Promise.all([cross(a, one.sessionId, two.sessionId), cross(b, two.sessionId, one.sessionId)])
  for (const { sessionId } of [one, two]) expect(await a.store.views.view(sessionId)).toMatchObject({ version: 2 })
})
