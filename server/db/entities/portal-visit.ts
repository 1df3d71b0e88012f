import { defineEntity, type InferEntity } from '@mikro-orm/core'
import { ConnectionSession } from './connection-session.ts'

// A session is only taken out to be put back: that must not take these with it.

/** For which portal a session was begun, in answer to which of its requests. No data of the student's. */
export const PortalVisit = defineEntity({
  name: 'PortalVisit',
  properties: (p) => ({
    session: p
      .manyToOne(ConnectionSession)
      .mapToPk()
      .primary()
      .index(false)
      .deleteRule('no action')
      .updateRule('no action'),
    /** The request of the portal's, by the id that the browser's cookie has too. */
    interaction: p.string().length(64).index(),
    client: p.string().length(255),
    scope: p.string().length(255),
    /** Under which the portal was given its code; null until the student went back. */
    grantId: p.string().length(64).nullable().unique(),
    createdAt: p.datetime(),
  }),
})
export type PortalVisit = InferEntity<typeof PortalVisit>

/** What the student of a session showed, sealed, for as long as a portal may still fetch it. */
export const SealedIdentity = defineEntity({
  name: 'SealedIdentity',
  properties: (p) => ({
    session: p
      .manyToOne(ConnectionSession)
      .mapToPk()
      .primary()
      .index(false)
      .deleteRule('no action')
      .updateRule('no action'),
    sealed: p.text(),
    /** When it goes: moved forward once the portal has redeemed its code. */
    expiresAt: p.datetime().index(),
  }),
})

/** That a portal was told something of a student: which kinds of it, and when. No values. */
export const Disclosure = defineEntity({
  name: 'Disclosure',
  properties: (p) => ({
    id: p.integer().primary().autoincrement(),
    at: p.datetime(),
    client: p.string().length(255),
    scope: p.string().length(255),
    sub: p.string().length(64).index(),
    session: p.manyToOne(ConnectionSession).mapToPk().index(),
  }),
})
