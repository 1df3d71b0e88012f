import { z } from 'zod'
import { readInstant } from '../../../shared/instant.ts'
import { cutText } from '../../../shared/text.ts'

/** Longest id or topic that is kept; the database's columns have this length. */
const maxLength = 255

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what it is for
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g

/** An identifier: one to 255 characters, none of them invisible. PostgreSQL could not store a NUL. */
export const Id = z
  .string()
  .min(1)
  .max(maxLength)
  .refine((text) => text.isWellFormed() && !control.test(text), 'must not contain control characters')

/** An identifier that decides nothing by itself: null where there is none, or what cannot be one, since a 4xx loses a webhook for good. */
export const OptionalId = z.preprocess((value) => (value === '' ? null : value), Id.nullish().default(null)).catch(null)

/** When something happened, as ISO 8601 in UTC; null where that is not said, or cannot be read. */
export const Time = z
  .unknown()
  .optional()
  .transform((value) => readInstant(value)?.toISOString() ?? null)

const text = (most: number) =>
  z
    .string()
    .transform((value) => cutText(value.replace(controls, ' ').trim(), most).trim() || null)
    .nullish()
    .default(null)
    .catch(null)

/** A name that a person gave and a page may show: on one line, null where missing. */
export const Label = text(maxLength)

/** A decentralized identifier; those of method `peer` carry whole key documents. */
export const Did = text(4096)
