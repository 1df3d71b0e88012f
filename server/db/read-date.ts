import { z } from 'zod'

/** A time as either database answers it in plain SQL: SQLite in milliseconds since 1970, PostgreSQL as text or Date. */
export const toDate = z.union([z.number(), z.string(), z.date()]).transform((value) => new Date(value))
