import { z } from 'zod'

/** No 0 and O, no 1, I and L, no U: nothing that is mistaken for another when it is read aloud or written down. */
export const referenceSigns = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
export const referenceLength = 6

/** What a student quotes to support: it finds the session there, and opens nothing. */
export const Reference = z.string().regex(new RegExp(`^[${referenceSigns}]{${referenceLength}}$`))
export type Reference = z.infer<typeof Reference>

/** A reference as somebody wrote it, in small letters or with gaps; null where it is none. */
export function readReference(text: string): Reference | null {
  return Reference.safeParse(text.replace(/[\s-]/g, '').toUpperCase()).data ?? null
}
