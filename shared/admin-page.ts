import { z } from 'zod'

/** What every list of the console takes. A cursor is the `nextCursor` of the page before, for the same list and filters. */
export const PageRequest = z.object({
  cursor: z.string().max(1024).nullish(),
  limit: z.int().min(1).max(200).default(50),
})
export type PageRequest = z.infer<typeof PageRequest>

/** A page of a list, newest first. It can be short, or empty, before the end: only `nextCursor: null` is the end. */
export interface Page<Item> {
  readonly items: Item[]
  readonly nextCursor: string | null
}
