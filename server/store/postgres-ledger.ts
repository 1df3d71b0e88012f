import { LockMode } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { ConnectionSession } from './entities/connection-session.ts'
import { SessionHistory } from './entities/session-history.ts'
import { WebhookEvent } from './entities/webhook-event.ts'
import type { Ledger, LedgerRows } from './ledger.ts'
import { createOneAtATime } from './one-at-a-time.ts'
import { unavailable } from './unavailable.ts'

/** The ledger on PostgreSQL, a few statements for a whole batch. */
export function createPostgresLedger(em: EntityManager): Ledger {
  const oneAtATime = createOneAtATime()
  return {
    transaction: (work) =>
      oneAtATime(async () => {
        try {
          return await em.fork().transactional((tem) => work(createRows(tem)))
        } catch (error) {
          throw isUnavailable(error) ? unavailable(error) : error
        }
      }),
  }
}

const asked = {
  proof: ({ proofId, proofRequestedAt }: ConnectionSession) => ({
    id: proofId ?? null,
    askedAt: proofRequestedAt ?? null,
  }),
  credential: ({ credentialId, credentialOfferedAt }: ConnectionSession) => ({
    id: credentialId ?? null,
    askedAt: credentialOfferedAt ?? null,
  }),
}

function createRows(em: EntityManager): LedgerRows {
  const locked = { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } } as const // one order, no deadlock
  const one = (sessionId: string) =>
    em.findOneOrFail(ConnectionSession, { sessionId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  return {
    storedWebhooks: async (webhookIds) => {
      const stored = await em.find(
        WebhookEvent,
        { webhookId: { $in: [...webhookIds] } },
        { fields: ['webhookId'], disableIdentityMap: true },
      )
      return new Set(stored.map(({ webhookId }) => webhookId))
    },
    sessionsByKeys: async ({ connectionIds, invitationIds }) => {
      const found = await em.find(
        ConnectionSession,
        { $or: [{ connectionId: { $in: [...connectionIds] } }, { invitationId: { $in: [...invitationIds] } }] },
        locked,
      )
      return found.map(toSessionRow)
    },
    sessionsById: async (sessionIds) => {
      const found = await em.find(ConnectionSession, { sessionId: { $in: [...sessionIds] } }, locked)
      return found.map(toSessionRow)
    },
    parkedWebhooks: ({ connectionIds, invitationIds }) =>
      em.find(
        WebhookEvent,
        {
          processed: false,
          outcome: 'unmatched',
          $or: [{ connectionId: { $in: [...connectionIds] } }, { invitationId: { $in: [...invitationIds] } }],
        },
        { fields: ['webhookId', 'payload'], orderBy: { id: 'asc' }, disableIdentityMap: true },
      ),
    exchange: async (sessionId, kind) => asked[kind](await one(sessionId)),
    insertSession: (session) => em.insert(ConnectionSession, session),
    updateSessions: async (sessions) => {
      const entities = await em.find(ConnectionSession, {
        sessionId: { $in: sessions.map(({ sessionId }) => sessionId) },
      })
      const byId = new Map(entities.map((entity) => [entity.sessionId, entity]))
      for (const session of sessions) {
        const entity = byId.get(session.sessionId)
        if (entity) em.assign(entity, session)
      }
      await em.flush()
    },
    insertHistory: async (history) => {
      if (history.length > 0) await em.insertMany(SessionHistory, [...history])
    },
    insertWebhooks: async (webhooks) => {
      if (webhooks.length > 0) await em.insertMany(WebhookEvent, [...webhooks])
    },
    settleWebhooks: async (settlements) => {
      for (const { webhookId, ...settled } of settlements) {
        await em.nativeUpdate(WebhookEvent, { webhookId }, { ...settled, processed: settled.outcome !== 'failed' })
      }
    },
    setExchange: async (sessionId, kind, { id, askedAt }) => {
      const change =
        kind === 'proof'
          ? { proofId: id, proofRequestedAt: askedAt }
          : { credentialId: id, credentialOfferedAt: askedAt }
      await em.nativeUpdate(ConnectionSession, { sessionId }, change)
    },
  }
}

/** Only what the ledger's callers may touch, as plain data: they build new rows and leave the entity alone. */
function toSessionRow(entity: ConnectionSession) {
  const { connectionId, theirDid, theirLabel } = entity
  return {
    id: entity.id,
    sessionId: entity.sessionId,
    version: entity.version,
    status: entity.status,
    credential: entity.credential,
    proof: entity.proof,
    requestType: entity.requestType,
    invitationId: entity.invitationId,
    invitationUrl: entity.invitationUrl,
    connectionId: connectionId ?? null,
    theirDid: theirDid ?? null,
    theirLabel: theirLabel ?? null,
    createdAt: entity.createdAt,
    updatedAt: entity.updatedAt,
    expiresAt: entity.expiresAt,
  }
}

/** Connection lost, shutting down, out of resources, read-only: https://www.postgresql.org/docs/18/errcodes-appendix.html */
const unavailableState = /^(08|53|57|58|25006|40|55P03)/
const lostConnection = /ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|terminated|timeout|not queryable|Connection/

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return unavailableState.test(code) || lostConnection.test(`${code} ${error.name} ${error.message}`)
}
