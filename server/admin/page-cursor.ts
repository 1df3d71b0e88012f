import { createHash } from 'node:crypto'
import { z } from 'zod'
import { parseJson } from '../../shared/parse-json.ts'
import { AppError } from '../errors.ts'

/** Where a page ended: after the row with this time and number. */
export interface Cursor {
  readonly at: Date
  readonly id: number
}

/** The end of the year 9999, in milliseconds since 1970; and the highest number that a row can have. */
const latestMs = 253_402_300_799_999
const highest = 2_147_483_647
/** Anybody can write one: what it says must be what a database can compare. */
const Written = z.tuple([z.string(), z.int().min(0).max(latestMs), z.int().min(0).max(highest)])

/** Before the first row of any list. */
const beginning: Cursor = { at: new Date('9999-12-31T23:59:59Z'), id: highest }

/** The cursor that goes on after this row in the list with these filters, and in no other. */
export function toCursor(list: string, filter: object, { at, id }: Cursor): string {
  return Buffer.from(JSON.stringify([markOf(list, filter), at.getTime(), id])).toString('base64url')
}

/** @throws AppError `BAD_REQUEST` for a cursor that is none, or of another list or other filters. */
export function readCursor(list: string, filter: object, cursor: string | null | undefined): Cursor {
  if (cursor === null || cursor === undefined) return beginning
  const { data } = Written.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (!data || data[0] !== markOf(list, filter)) {
    throw new AppError('BAD_REQUEST', 'The cursor does not belong to this list. Start again without a cursor.')
  }
  return { at: new Date(data[1]), id: data[2] }
}

/**
 * A page out of rows of which one more than `limit` was asked for, and its last row where others follow. What is left of a
 * page can be short, or empty, before the end of its list: only `nextCursor: null` is the end.
 */
export function cutPage<Row>(rows: readonly Row[], limit: number) {
  const items = rows.slice(0, limit)
  return { items, last: rows.length > limit ? (items.at(-1) ?? null) : null }
}

function markOf(list: string, filter: object): string {
  const given = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([list, given]))
    .digest('base64url')
    .slice(0, 12)
}
