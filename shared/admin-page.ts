/** A page of a list, newest first. It can be short, or empty, before the end: only `nextCursor: null` is the end. */
export interface Page<Item> {
  readonly items: Item[]
  readonly nextCursor: string | null
}
