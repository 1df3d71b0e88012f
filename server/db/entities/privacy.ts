import { defineEntity } from '@mikro-orm/core'

/** A privacy notice as students have read it, word for word: what a session was begun under can be read later. */
export const PrivacyNotice = defineEntity({
  name: 'PrivacyNotice',
  properties: (p) => ({
    /** Its version. */
    id: p.integer().primary().autoincrement(),
    /** Of the text, so that every word that changes makes another version. */
    digest: p.string().length(64).unique(),
    text: p.text(),
    createdAt: p.datetime(),
  }),
})

/**
 * What must not be taken in again: a keyed digest of an id that somebody had who has been erased. It tells nothing to who has
 * the database alone.
 */
export const ErasedKey = defineEntity({
  name: 'ErasedKey',
  properties: (p) => ({
    digest: p.string().length(64).primary(),
    erasedAt: p.datetime(),
  }),
})

/** Something that has happened to personal data, or may have. */
export const Incident = defineEntity({
  name: 'Incident',
  properties: (p) => ({
    id: p.integer().primary().autoincrement(),
    what: p.text(),
    foundAt: p.datetime(),
    /** Who wrote it down, and when. */
    by: p.string().length(64),
    createdAt: p.datetime(),
  }),
})

/** Who was told of an incident, or why nobody need be. */
export const IncidentTold = defineEntity({
  name: 'IncidentTold',
  properties: (p) => ({
    id: p.integer().primary().autoincrement(),
    incident: p.manyToOne(Incident).mapToPk().index(),
    /** A `ToldWhom`. */
    whom: p.string().length(16),
    note: p.text().nullable(),
    toldAt: p.datetime(),
    by: p.string().length(64),
    createdAt: p.datetime(),
  }),
})
